// Pods that wait for a node: to be tried now, after a back-off, or when something changes.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "control-plane/objects/kinds/pod.h"
#include "runtime/env/cause.h"
#include "runtime/env/time.h"

namespace podium {

struct QueueOptions {
  Duration initial_backoff = 1s, max_backoff = 10s;  // doubling per failed attempt
  Duration max_in_unschedulable = 5min;              // then tried again, whatever happened
};

// A pod in the queue.
struct QueuedPod {
  Ref<const Pod> pod;
  TimePoint added{};  // to the queue, this time: orders equal priorities
  TimePoint last_failure{};
  int attempts = 0;               // that failed
  std::uint32_t rejected_by = 0;  // filters that said no, one bit each; 0: an error
  EventId cause = kNoCause;       // what led to it being tried: the pod's creation, or what woke it
};

// Pure data structure: the caller brings the time. Kubernetes' activeQ, backoffQ and unschedulablePods.
class SchedulingQueue {
 public:
  explicit SchedulingQueue(QueueOptions options = {}) : options_(options) {}

  // A pod that wants a node, new or changed. Known pods keep their attempts.
  void add(Ref<const Pod> pod, TimePoint now, EventId cause = kNoCause);
  void remove(const Key& pod);
  bool contains(const Key& pod) const { return pods_.contains(pod); }
  bool any_unschedulable() const { return !unschedulable_.empty(); }
  // Does a pod wait that one of these filters rejected?
  bool any_rejected_by(std::uint32_t filters) const;
  std::size_t size() const { return pods_.size(); }

  // The next pod to try, taken out: highest priority first, then longest waiting. If none is active,
  // a pod that backs off after a rejection (not after an error) is tried early.
  std::optional<QueuedPod> pop(TimePoint now);

  // Puts a popped pod back after a failed attempt. rejected_by 0 means an error: it waits out its
  // back-off. Otherwise it waits until something happens that may help.
  void put_back(QueuedPod pod, std::uint32_t rejected_by, TimePoint now);

  // Wakes unschedulable pods for which `helps` holds.
  template <class F>
  void wake(F helps, TimePoint now, EventId cause = kNoCause) {
    std::vector<Key> woken;
    for (const auto& [since, key] : unschedulable_) {
      if (helps(pods_.at(key).pod_in_queue)) woken.push_back(key);
    }
    for (const Key& key : woken) {
      pods_.at(key).pod_in_queue.cause = cause;
      leave_unschedulable(key, now);
    }
  }

  // When something becomes due without outside help; kForever if nothing will.
  TimePoint next_due() const;
  // Moves what is due. Call at next_due().
  void advance(TimePoint now);

 private:
  enum class Place : std::uint8_t { kActive, kBackoff, kErrorBackoff, kUnschedulable };
  struct Entry {
    QueuedPod pod_in_queue;
    Place place = Place::kActive;
    TimePoint ready{};  // end of back-off
  };
  struct Order {
    std::int64_t negative_priority;
    TimePoint added;
    Key key;
    auto operator<=>(const Order&) const = default;
  };

  Duration backoff(int attempts) const;
  static Order order_of(const Entry& entry);
  void place(const Key& key, Entry& entry, Place where);
  void unplace(const Key& key, const Entry& entry);
  void note_rejections(std::uint32_t filters, std::uint32_t by);
  void leave_unschedulable(const Key& key, TimePoint now);

  QueueOptions options_;
  std::map<Key, Entry> pods_;
  std::set<Order> active_;
  std::set<std::pair<TimePoint, Key>> backoff_, error_backoff_;  // by the end of the back-off
  std::set<std::pair<TimePoint, Key>> unschedulable_;            // by the last failure
  std::array<std::uint32_t, 32> rejections_{};                   // per filter: how many of those
};

}  // namespace podium
