#include "tests/history/watcher.h"

namespace podium::history {
namespace {

EventKind kind_of(WatchType type) {
  if (type == WatchType::kAdded) return EventKind::kAdded;
  return type == WatchType::kDeleted ? EventKind::kDeleted : EventKind::kModified;
}

}  // namespace

Watcher::Watcher(std::unique_ptr<Client> client, Notes& notes)
    : client_(std::move(client)),
      notes_(notes),
      lister_(*client_, notes, [this](std::uint64_t revision) { begin(revision); }) {}

void Watcher::begin(std::uint64_t revision) {
  watch_ = {};
  watch_.from = revision;
  watch_.server = client_->options().endpoint;
  watching_ = true;
  resume();
}

std::uint64_t Watcher::heard() const {
  return watch_.events.empty() ? watch_.from : watch_.events.back().object.revision;
}

void Watcher::resume() {
  Selection selection;
  selection.namespace_ = "default";
  id_ =
      client_->watch(ConfigMap::info(), selection, heard(), [this](const WatchEvent& event) { told(event); });
  // Most watches end by themselves, as those of clients do that name timeoutSeconds.
  client_->executor().run_after(client_->random().between(1s, 20s), [this, id = id_] {
    if (!watching_ || id != id_) return;
    client_->stop_watch(id);
    broken(0);
  });
}

void Watcher::told(const WatchEvent& event) {
  if (event.type == WatchType::kError) return broken(event.status.code);
  if (event.type == WatchType::kBookmark) return;
  watch_.events.push_back({notes_.next(), kind_of(event.type), version_of(*event.object)});
  watch_.events.back().object.revision = event.revision;
}

void Watcher::broken(int code) {
  id_ = 0;
  if (code == 410) {
    ++notes_.recorded.counts.expired;
    watching_ = false;
    notes_.recorded.history.watches.push_back(std::move(watch_));
    return lister_.list();
  }
  ++notes_.recorded.counts.resumed;
  client_->executor().run_after(client_->random().between(1ms, 1s), [this] { resume(); });
}

void Watcher::finish() {
  watch_.caught_up = watching_;
  notes_.recorded.history.watches.push_back(std::move(watch_));
}

}  // namespace podium::history
