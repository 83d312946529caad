// The one pending-event set, which both executors share: the simulator runs it as fast as it can,
// the real one waits until its head is due. Total order: (time, order of scheduling).
//
// A task lives in a slot, 64 bytes that never move, beside a head of 32 bytes that says when it is due;
// the Wheel orders 16-byte keys that name slots.
// Nothing is ever searched for in the Wheel: cancelling frees the slot, and the key finds nothing
// when its time comes; moving a task to a later time waits for the old key and files a new one then.
// Scheduling a small callable allocates nothing once the queue has grown to its working size.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "runtime/env/executor.h"
#include "runtime/queue/entry.h"
#include "runtime/queue/memory.h"
#include "runtime/queue/wheel.h"

namespace podium {

// Who a task belongs to. A process ends, is killed, paused and resumed as a whole.
using ProcessIndex = std::uint32_t;

struct EventQueueOptions {
  TimePoint start{};
  // Runs the tasks scheduled for the same time in a pseudo-random order, a function of this seed. A
  // task still never runs before the one that scheduled it. Unset: in order of scheduling.
  std::optional<std::uint64_t> shuffle_ties;
};

class EventQueue {
 public:
  static constexpr ProcessIndex kRoot = 0;  // always alive, never paused
  // At most so many tasks may be pending and processes exist at a time, and 2^40 - 1 tasks be
  // scheduled in all; std::length_error beyond.
  static constexpr std::uint64_t kMaxPending = queue::kMaxSlots - 1;
  static constexpr ProcessIndex kMaxProcesses = (1U << 20) - 1;

  explicit EventQueue(EventQueueOptions options = {});
  // Destroys pending tasks, and what their destructors schedule.
  ~EventQueue();
  EventQueue(const EventQueue&) = delete;
  EventQueue& operator=(const EventQueue&) = delete;

  Moment& moment() { return moment_; }
  // Moves the clock forward without running anything; never backward.
  void advance_to(TimePoint now) { moment_.now = std::max(moment_.now, now); }

  // The contracts of Executor (runtime/env/executor.h).
  TimerId schedule(ProcessIndex process, TimePoint when, Task&& task);
  bool cancel(TimerId timer);
  bool rearm(TimerId timer, TimePoint when);

  // The contracts of Process (runtime/env/process.h).
  ProcessIndex start_process();
  void kill(ProcessIndex process);
  void pause(ProcessIndex process);
  void resume(ProcessIndex process);
  bool alive(ProcessIndex process) const { return processes_[process].alive; }
  // Kills the process, and may give its index to another.
  void end_process(ProcessIndex process);

  // A task that is about to run. False: there is none.
  struct Due {
    queue::Key key = 0;
    explicit operator bool() const { return key != 0; }
    TimePoint time() const { return queue::time_of(queue::tick_of(key)); }
    std::uint64_t order() const { return queue::order_of(key); }  // distinct for each run of a task
  };
  // Takes out the next task if its time is not after `limit`, and sets the moment to it: the time
  // never goes back, so a task that waited in a paused process runs at the present.
  Due take_due(TimePoint limit);
  // Runs what take_due returned. REQUIRES: called once, at once.
  void run(Due due);

  // When the next task is due; nothing if none is pending outside paused processes.
  std::optional<TimePoint> next_time();

  std::uint64_t pending() const { return pending_; }    // tasks, those of paused processes included
  std::uint64_t keys() const { return wheel_.size(); }  // what the wheel holds, dead ones included

 private:
  using Key = queue::Key;
  using Tick = queue::Tick;
  static constexpr std::uint32_t kNoSlot = ~std::uint32_t{0};

  // What decides about a task's fate, apart from the task: moving a task, whose place in memory is
  // as good as random, then touches one cache line, and half of one.
  struct Head {
    // Id (40 bits), process (20), flags (4). The id is the order number of the task's first key: as
    // long as the task is not moved, a key with this order is its key. Free and running: 0.
    std::uint64_t state;
    Tick due;  // for a free slot: the next free one
    std::uint64_t moved_order;
    EventId cause;

    std::uint64_t id() const { return state >> queue::kSlotBits; }
    ProcessIndex process() const { return (state >> kProcessShift) & kMaxProcesses; }
  };
  static constexpr int kProcessShift = 4;
  static constexpr std::uint64_t kMoved = 1;  // its true key is made of `due` and `moved_order`
  static constexpr std::uint64_t kFiled = 2;  // moved, and the true key is in the wheel
  static constexpr std::uint64_t kHeld = 4;   // set aside by its paused process: no key in the wheel
  static constexpr std::uint64_t kFlags = 15;

  struct alignas(64) Slot {
    Task task;
  };
  struct Links {  // of the tasks of one process
    std::uint32_t previous, next;
  };
  static_assert(sizeof(Head) == 32 && sizeof(Slot) == 64);

  struct Process {
    bool alive = true;
    bool paused = false;
    std::uint32_t first = kNoSlot;
    std::vector<Key> held;  // keys that came due during a pause; may name tasks that are gone
  };

  std::uint64_t next_order();
  [[noreturn]] static void out_of_sequence();
  std::uint32_t take_slot();
  void grow();
  void free_slot(std::uint32_t index);
  static std::uint32_t slot_of(TimerId timer);
  Head* find(TimerId timer);
  void link(std::uint32_t index, Process& process);
  void unlink(std::uint32_t index, Process& process);
  // Takes the task out of the pending ones and gives its slot back.
  Task release(std::uint32_t index);

  bool current(Key key) const;
  bool current_with_flags(Key key) const;
  Key true_key(std::uint32_t index) const;
  void settle_stale(Key key);
  void set_aside(Key key);
  void sweep();

  Moment moment_;
  queue::Wheel wheel_;
  queue::StableArray<Head> heads_{queue::kMaxSlots};
  queue::StableArray<Slot> slots_{queue::kMaxSlots};
  queue::StableArray<Links> links_{queue::kMaxSlots};
  std::uint32_t free_ = kNoSlot;
  std::uint32_t slot_count_ = 0;
  std::uint64_t pending_ = 0;
  std::uint64_t stale_ = 0;  // keys in the wheel that will find nothing, about
  std::uint64_t sequence_ = 0;
  std::uint64_t shuffle_ = 0;  // an odd multiplier; 0: no shuffling
  std::vector<Process> processes_;
  std::vector<ProcessIndex> free_processes_;
};

// ---- The parts that every event goes through. ----

inline std::uint32_t EventQueue::take_slot() {
  if (free_ == kNoSlot) [[unlikely]]
    grow();
  const std::uint32_t index = free_;
  free_ = static_cast<std::uint32_t>(heads_[index].due);
  return index;
}

inline void EventQueue::free_slot(std::uint32_t index) {
  heads_[index].state = 0;
  heads_[index].due = free_;
  free_ = index;
}

inline std::uint32_t EventQueue::slot_of(TimerId timer) {
  return static_cast<std::uint32_t>(static_cast<std::uint64_t>(timer) & queue::kSlotMask);
}

// The head of a pending task; null for anything else.
inline EventQueue::Head* EventQueue::find(TimerId timer) {
  const std::uint64_t id = static_cast<std::uint64_t>(timer) >> queue::kSlotBits;
  if (slot_of(timer) >= slot_count_ || id == 0) return nullptr;
  Head& head = heads_[slot_of(timer)];
  return head.id() == id ? &head : nullptr;
}

inline TimerId EventQueue::schedule(ProcessIndex process, TimePoint when, Task&& task) {
  if (process != kRoot && !processes_[process].alive) [[unlikely]]
    return TimerId::kNone;
  const std::uint64_t order = next_order();
  const std::uint32_t index = take_slot();
  const Tick tick = queue::tick_of(std::max(when, moment_.now));
  new (&slots_[index].task) Task(std::move(task));
  Head& head = heads_[index];
  head.state = order << queue::kSlotBits | std::uint64_t{process} << kProcessShift;
  head.due = tick;
  head.cause = moment_.cause;
  ++pending_;
  if (process != kRoot) link(index, processes_[process]);
  const Key key = queue::make_key(tick, order, index);
  wheel_.push(key);
  return TimerId{static_cast<std::uint64_t>(key)};
}

// True if `key` is the one by which its task is to run.
inline bool EventQueue::current(Key key) const {
  const Head& head = heads_[queue::slot_of(key)];
  if ((head.state & kFlags) == 0) [[likely]]
    return head.id() == queue::order_of(key);
  return current_with_flags(key);
}

inline EventQueue::Due EventQueue::take_due(TimePoint limit) {
  // First what the key names, then what the task is about. Always inline: GCC takes a function that
  // only prefetches for one without effect, and drops its calls.
  const auto fetch_slot = [this](Key key) __attribute__((always_inline)) {
    __builtin_prefetch(&heads_[queue::slot_of(key)], 1);
    __builtin_prefetch(&slots_[queue::slot_of(key)], 1);
  };
  const auto fetch_subject = [this](Key key) __attribute__((always_inline)) {
    __builtin_prefetch(slots_[queue::slot_of(key)].task.subject());
    if (heads_[queue::slot_of(key)].process() != kRoot) __builtin_prefetch(&links_[queue::slot_of(key)], 1);
  };
  const Tick last = queue::tick_of(limit);
  Key key;
  while (wheel_.take(last, key, fetch_slot, fetch_subject)) {
    if (!current(key)) [[unlikely]] {
      settle_stale(key);
      continue;
    }
    const std::uint32_t index = queue::slot_of(key);
    Head& head = heads_[index];
    if (const ProcessIndex process = head.process(); process != kRoot) {
      if (processes_[process].paused) [[unlikely]] {
        set_aside(key);
        continue;
      }
      unlink(index, processes_[process]);
    }
    --pending_;
    head.state = 0;  // no longer pending, but not free either
    moment_.now = std::max(moment_.now, queue::time_of(queue::tick_of(key)));
    moment_.cause = head.cause;
    return {key};
  }
  return {};
}

inline void EventQueue::run(Due due) {
  struct Free {
    EventQueue& queue;
    const std::uint32_t slot;
    ~Free() {  // also when the task throws
      queue.free_slot(slot);
      queue.moment_.cause = kNoCause;
    }
  } const free{*this, queue::slot_of(due.key)};
  slots_[free.slot].task.run_in_place();
}

inline void EventQueue::link(std::uint32_t index, Process& process) {
  links_[index] = {.previous = kNoSlot, .next = process.first};
  if (process.first != kNoSlot) links_[process.first].previous = index;
  process.first = index;
}

inline void EventQueue::unlink(std::uint32_t index, Process& process) {
  const Links links = links_[index];
  (links.previous == kNoSlot ? process.first : links_[links.previous].next) = links.next;
  if (links.next != kNoSlot) links_[links.next].previous = links.previous;
}

inline std::uint64_t EventQueue::next_order() {
  if (sequence_ == queue::kMaxSequence) [[unlikely]]
    out_of_sequence();
  std::uint64_t order = ++sequence_;
  if (shuffle_ != 0) [[unlikely]] {
    // A bijection on 40 bits that keeps 0: orders stay distinct.
    for (int round = 0; round < 2; ++round) {
      order = (order * shuffle_) & queue::kMaxSequence;
      order ^= order >> 20;
    }
  }
  return order;
}

}  // namespace podium
