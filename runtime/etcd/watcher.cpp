#include "runtime/etcd/watcher.h"

#include <iterator>
#include <utility>

namespace podium::etcd {
namespace {

std::string reason(const Answer& answer) {
  if (answer.code == 0) return answer.failure;
  const Failure failure = Wire::read_failure(answer.body);
  if (failure.code != RpcCode::kNone) return failure.message;
  return "the answer is " + std::to_string(answer.code) + " \"" + failure.message +
         "\", not that of an etcd of version 3.4 or later";
}

bool compacted(const Answer& answer) {
  return answer.code != 0 && Wire::read_failure(answer.body).code == RpcCode::kOutOfRange;
}

}  // namespace

Watcher::Watcher(HttpThread& http, const Wire& wire, const EtcdStoreOptions& options, Listener listener)
    : http_(http),
      wire_(wire),
      options_(options),
      listener_(std::move(listener)),
      endpoints_(options.endpoints),
      backoff_(options.first_retry, options.longest_retry) {}

void Watcher::start() {
  load();
  http_.run_after(options_.probe_period, [this] { probe(); });
}

void Watcher::load() {
  loaded_ = false;
  loading_ = {};
  load_page();
}

// Every page shows the state at the revision of the first.
void Watcher::load_page() {
  const std::string_view after =
      loading_.entries.empty() ? std::string_view() : std::string_view(loading_.entries.back().key);
  call_ = http_.call({.url = endpoints_.current() + kRangePath,
                      .body = wire_.range(after, options_.page, loading_.revision),
                      .timeout = options_.request_timeout,
                      .on_data = {}},
                     [this](const Answer& answer) { take_page(answer); });
}

void Watcher::take_page(const Answer& answer) {
  call_ = 0;
  auto page = answer.ok() ? wire_.read_range(answer.body) : std::nullopt;
  if (!page) {
    if (compacted(answer)) loading_ = {};
    return retry(reason(answer));
  }
  if (loading_.revision == 0) loading_.revision = page->revision;
  std::move(page->entries.begin(), page->entries.end(), std::back_inserter(loading_.entries));
  if (page->more && !page->entries.empty()) return load_page();
  const Revision revision = loading_.revision;
  if (revision < told_) return give_up(revision);
  loaded_ = true;
  listener_.on_snapshot(std::exchange(loading_, {}));
  move_to(revision);
  watch();
}

void Watcher::watch() {
  line_.clear();
  stream_error_.clear();
  call_ = http_.call({.url = endpoints_.current() + kWatchPath,
                      .body = wire_.watch(told_ + 1),
                      .on_data = [this](std::string_view bytes) { take_data(bytes); }},
                     [this](const Answer& answer) { end_watch(answer); });
}

void Watcher::end_watch(const Answer& answer) {
  call_ = 0;
  if (stream_error_.empty() && !line_.empty()) stream_error_ = Wire::read_failure(line_).message;
  if (stream_error_.empty()) stream_error_ = answer.ok() ? "the watch has ended" : reason(answer);
  retry(stream_error_);
}

void Watcher::take_data(std::string_view bytes) {
  const HttpThread::CallId stream = call_;
  for (std::size_t end = 0; (end = bytes.find('\n')) != std::string_view::npos;) {
    line_.append(bytes.substr(0, end));
    bytes.remove_prefix(end + 1);
    const std::string line = std::exchange(line_, {});
    take_line(line);
    if (call_ != stream) return;  // this stream is given up
  }
  line_.append(bytes);
}

void Watcher::take_line(std::string_view line) {
  auto reply = wire_.read_watch(line);
  if (!reply) {
    stream_error_ = Wire::read_failure(line).message;
    return;
  }
  if (reply->cancelled) {
    http_.abandon(std::exchange(call_, 0));
    if (reply->compacted != 0) return load();
    return retry("the watch was cancelled: " + reply->reason);
  }
  if (reply->created) {
    failures_ = 0;
    backoff_.reset();
    if (!std::exchange(serving_, true)) listener_.on_state(DurableState::kServing, {});
    return;
  }
  tell(std::move(*reply));
}

// A message without changes says that there is nothing before its revision that was not told.
void Watcher::tell(WatchReply reply) {
  const Revision reached = reply.changes.empty() ? reply.revision : reply.changes.back().revision;
  if (reached <= told_) return;
  std::erase_if(reply.changes, [this](const DurableChange& change) { return change.revision <= told_; });
  if (!reply.changes.empty()) listener_.on_changes(std::move(reply.changes));
  move_to(reached);
}

void Watcher::move_to(Revision revision) {
  told_ = std::max(told_, revision);
  listener_.on_progress(told_);
}

// One lost connection is nothing to tell of: another member may be there at once.
void Watcher::retry(const std::string& why) {
  endpoints_.failed(endpoints_.current());
  if (++failures_ > 1 && (serving_ || failures_ == 2)) {
    serving_ = false;
    listener_.on_state(DurableState::kUnreachable, why);
  }
  http_.run_after(backoff_.next(), [this] { loaded_ ? watch() : load_page(); });
}

// Asks for what the watch should have told. The answer takes the member's agreement with the others.
void Watcher::probe() {
  if (failed_) return;
  http_.run_after(options_.probe_period, [this] { probe(); });
  if (!loaded_ || call_ == 0) return;
  http_.call(
      {.url = endpoints_.current() + kRangePath,
       .body = wire_.newer(told_),
       .timeout = options_.request_timeout,
       .on_data = {}},
      [this, watch = call_, asked = told_](const Answer& answer) { take_probe(watch, asked, answer); });
}

// `asked`: what was told when the question went out. More may have been told since than the answer knows of.
void Watcher::take_probe(HttpThread::CallId watch, Revision asked, const Answer& answer) {
  if (call_ != watch) return;  // another member is watched by now
  const auto newer = answer.ok() ? wire_.read_range(answer.body) : std::nullopt;
  if (!newer) return distrust(reason(answer));
  if (newer->revision < asked) return give_up(newer->revision);
  if (newer->entries.empty()) return;
  const Revision due = newer->entries.front().modified;
  http_.run_after(options_.watch_patience, [this, watch, due] {
    if (call_ == watch && told_ < due) distrust("the watch has fallen silent");
  });
}

// A read of what all members agree on cannot be older than what we were told by one of them.
void Watcher::give_up(Revision revision) {
  failed_ = true;
  if (call_ != 0) http_.abandon(std::exchange(call_, 0));
  listener_.on_state(
      DurableState::kFailed,
      "etcd has gone back from revision " + std::to_string(told_) + " to " + std::to_string(revision) +
          ": it was restored from a backup, or is another one; start again with what it holds");
}

void Watcher::distrust(const std::string& why) {
  if (!loaded_ || call_ == 0) return;  // it is on its way
  http_.abandon(std::exchange(call_, 0));
  retry(why);
}

}  // namespace podium::etcd
