#include "control-plane/scheduler/queue.h"

#include <algorithm>

namespace podium {

SchedulingQueue::Order SchedulingQueue::order_of(const Entry& entry) {
  const Pod& pod = *entry.pod_in_queue.pod;
  return {-std::int64_t{pod.spec->priority.value_or(0)}, entry.pod_in_queue.added, key_of(pod)};
}

Duration SchedulingQueue::backoff(int attempts) const {
  Duration delay = options_.initial_backoff;
  for (int i = 1; i < attempts; ++i) {
    if (delay > options_.max_backoff - delay) return options_.max_backoff;
    delay += delay;
  }
  return delay;
}

void SchedulingQueue::place(const Key& key, Entry& entry, Place where) {
  entry.place = where;
  switch (where) {
    case Place::kActive: active_.insert(order_of(entry)); break;
    case Place::kBackoff: backoff_.insert({entry.ready, key}); break;
    case Place::kErrorBackoff: error_backoff_.insert({entry.ready, key}); break;
    case Place::kUnschedulable:
      unschedulable_.insert({entry.pod_in_queue.last_failure, key});
      note_rejections(entry.pod_in_queue.rejected_by, +1);
      break;
  }
}

void SchedulingQueue::unplace(const Key& key, const Entry& entry) {
  switch (entry.place) {
    case Place::kActive: active_.erase(order_of(entry)); break;
    case Place::kBackoff: backoff_.erase({entry.ready, key}); break;
    case Place::kErrorBackoff: error_backoff_.erase({entry.ready, key}); break;
    case Place::kUnschedulable:
      unschedulable_.erase({entry.pod_in_queue.last_failure, key});
      note_rejections(entry.pod_in_queue.rejected_by, -1u);
      break;
  }
}

void SchedulingQueue::note_rejections(std::uint32_t filters, std::uint32_t by) {
  for (std::size_t i = 0; i < rejections_.size(); ++i) {
    if ((filters >> i & 1) != 0) rejections_[i] += by;
  }
}

bool SchedulingQueue::any_rejected_by(std::uint32_t filters) const {
  for (std::size_t i = 0; i < rejections_.size(); ++i) {
    if ((filters >> i & 1) != 0 && rejections_[i] > 0) return true;
  }
  return false;
}

void SchedulingQueue::add(Ref<const Pod> pod, TimePoint now, EventId cause) {
  const Key key = key_of(*pod);
  const auto found = pods_.find(key);
  if (found != pods_.end() && found->second.pod_in_queue.pod->metadata.uid == pod->metadata.uid) {
    Entry& entry = found->second;
    const bool respecified = !entry.pod_in_queue.pod->spec.same_as(pod->spec);
    unplace(key, entry);
    entry.pod_in_queue.pod = std::move(pod);
    place(key, entry, entry.place);
    if (respecified && entry.place == Place::kUnschedulable) leave_unschedulable(key, now);
    return;
  }
  if (found != pods_.end()) remove(key);
  Entry& entry = pods_[key];
  entry.pod_in_queue = QueuedPod{std::move(pod), now, {}, 0, 0, cause};
  place(key, entry, Place::kActive);
}

void SchedulingQueue::remove(const Key& pod) {
  const auto found = pods_.find(pod);
  if (found == pods_.end()) return;
  unplace(pod, found->second);
  pods_.erase(found);
}

std::optional<QueuedPod> SchedulingQueue::pop(TimePoint now) {
  advance(now);
  Key key;
  if (!active_.empty())
    key = active_.begin()->key;
  else if (!backoff_.empty())
    key = backoff_.begin()->second;
  else
    return std::nullopt;
  QueuedPod pod = pods_.at(key).pod_in_queue;
  remove(key);
  return pod;
}

void SchedulingQueue::put_back(QueuedPod pod, std::uint32_t rejected_by, TimePoint now) {
  const Key key = key_of(*pod.pod);
  if (pods_.contains(key)) return;  // it came back by itself while it was tried
  Entry& entry = pods_[key];
  entry.pod_in_queue = std::move(pod);
  ++entry.pod_in_queue.attempts;
  entry.pod_in_queue.last_failure = entry.pod_in_queue.added = now;
  entry.pod_in_queue.rejected_by = rejected_by;
  entry.ready = now + backoff(entry.pod_in_queue.attempts);
  place(key, entry, rejected_by == 0 ? Place::kErrorBackoff : Place::kUnschedulable);
}

void SchedulingQueue::leave_unschedulable(const Key& key, TimePoint now) {
  Entry& entry = pods_.at(key);
  unplace(key, entry);
  place(key, entry, entry.ready <= now ? Place::kActive : Place::kBackoff);
}

TimePoint SchedulingQueue::next_due() const {
  TimePoint due = kForever;
  for (const auto* queue : {&backoff_, &error_backoff_}) {
    if (!queue->empty()) due = std::min(due, queue->begin()->first);
  }
  if (!unschedulable_.empty())
    due = std::min(due, unschedulable_.begin()->first + options_.max_in_unschedulable);
  return due;
}

void SchedulingQueue::advance(TimePoint now) {
  for (auto* queue : {&backoff_, &error_backoff_}) {
    while (!queue->empty() && queue->begin()->first <= now) {
      const Key key = queue->begin()->second;
      Entry& entry = pods_.at(key);
      unplace(key, entry);
      place(key, entry, Place::kActive);
    }
  }
  while (!unschedulable_.empty() && unschedulable_.begin()->first + options_.max_in_unschedulable <= now) {
    leave_unschedulable(Key(unschedulable_.begin()->second), now);
  }
}

}  // namespace podium
