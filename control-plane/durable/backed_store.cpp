#include "control-plane/durable/backed_store.h"

#include <utility>

namespace podium {

BackedStore::BackedStore(Executor& executor, DurableStore& disk, Listener listener,
                         BackedStoreOptions options)
    : executor_(executor),
      disk_(disk),
      listener_(std::move(listener)),
      options_(std::move(options)),
      store_(options_.store),
      objects_(
          disk, follower_,
          [this](const std::string& error) { listener_.noticed(error + "; it is left alone"); },
          options_.find_kind) {
  objects_.start([this](DurableState state, const std::string& why) { take(state, why); });
}

BackedStore::~BackedStore() { executor_.cancel(timer_); }

void BackedStore::take(DurableState state, const std::string& why) {
  if (state == DurableState::kFailed) return listener_.lost(why);
  if (state == DurableState::kUnreachable) return listener_.noticed("the store is out of reach: " + why);
  if (std::exchange(ready_, true)) return listener_.noticed("the store is in reach again");
  if (disk_.exclusive()) {
    objects_.stop_following();
    gate_.emplace(store_, disk_, listener_.lost);
  }
  compact_to_ = store_.revision();
  compact_later();
  listener_.ready();
}

void BackedStore::compact_later() {
  if (options_.compaction_interval == Duration{0}) return;
  timer_ = executor_.run_after(options_.compaction_interval, [this] { compact(); });
}

// To where the store was one interval ago, as kube-apiserver does it: who was told less has to list anew.
void BackedStore::compact() {
  const Revision revision = std::exchange(compact_to_, gate_ ? gate_->durable() : store_.revision());
  if (revision > 0) {
    store_.compact(revision);
    disk_.compact(revision, [](const Status&) {});  // what fails is done by the next one
  }
  compact_later();
}

}  // namespace podium
