#include "runtime/queue/event_queue.h"

#include <cassert>
#include <stdexcept>
#include <utility>

#include "runtime/env/random.h"

namespace podium {

using queue::make_key;
using queue::order_of;

EventQueue::EventQueue(EventQueueOptions options)
    : moment_{options.start, kNoCause}, wheel_(queue::tick_of(options.start)), processes_(1) {
  if (options.shuffle_ties) shuffle_ = Random(*options.shuffle_ties).next() | 1;
  grow();
}

EventQueue::~EventQueue() {
  while (pending_ > 0) {
    for (std::uint32_t index = 0; index < slot_count_; ++index) {
      if (heads_[index].id() != 0) release(index);
    }
  }
}

void EventQueue::out_of_sequence() { throw std::length_error("too many tasks in one run"); }

// Adds slots to the list of free ones, so that the lowest is taken first.
void EventQueue::grow() {
  constexpr std::uint32_t kStep = 64;
  if (slot_count_ + kStep > queue::kMaxSlots) throw std::length_error("too many pending tasks");
  const std::uint32_t begin = slot_count_;
  slots_.cover(begin + kStep);
  heads_.cover(begin + kStep);
  links_.cover(begin + kStep);
  slot_count_ += kStep;
  for (std::uint32_t index = slot_count_; index-- > begin;) free_slot(index);
}

Task EventQueue::release(std::uint32_t index) {
  if (const ProcessIndex process = heads_[index].process(); process != kRoot) {
    unlink(index, processes_[process]);
  }
  --pending_;
  // Moved out before the slot is free: destroying a task may schedule another.
  Task task = std::move(slots_[index].task);
  free_slot(index);
  return task;
}

bool EventQueue::cancel(TimerId timer) {
  const Head* const head = find(timer);
  if (head == nullptr) return false;
  if ((head->state & kHeld) == 0) ++stale_;
  release(slot_of(timer));
  sweep();
  return true;
}

bool EventQueue::rearm(TimerId timer, TimePoint when) {
  Head* const head = find(timer);
  if (head == nullptr) return false;
  const std::uint32_t index = slot_of(timer);
  const Tick tick = queue::tick_of(std::max(when, moment_.now));
  const Key key = make_key(tick, next_order(), index);
  head->cause = moment_.cause;
  head->moved_order = order_of(key);
  // Some key of this task, not later than `due`, is in the wheel unless it is held.
  const bool held = (head->state & kHeld) != 0;
  const bool file_now = held || tick < head->due;
  head->due = tick;
  head->state = (head->state & ~kFlags) | kMoved | (file_now ? kFiled : 0);
  if (file_now) {
    if (!held) ++stale_;
    wheel_.push(key);
    sweep();
  }
  return true;
}

// The key by which a pending task is to run.
EventQueue::Key EventQueue::true_key(std::uint32_t index) const {
  const Head& head = heads_[index];
  const bool moved = (head.state & kMoved) != 0;
  return make_key(head.due, moved ? head.moved_order : head.id(), index);
}

bool EventQueue::current_with_flags(Key key) const {
  const Head& head = heads_[queue::slot_of(key)];
  // The time first: most often it tells without a look at the slot.
  return (head.state & kHeld) == 0 && head.due == queue::tick_of(key) && true_key(queue::slot_of(key)) == key;
}

// `key` came up and is not its task's key: either nothing is left of what it stood for, or the task
// was moved to a later time and its true key is to be filed now.
void EventQueue::settle_stale(Key key) {
  Head& head = heads_[queue::slot_of(key)];
  if ((head.state & (kMoved | kFiled)) == kMoved) {
    head.state |= kFiled;
    wheel_.push(true_key(queue::slot_of(key)));
  } else if (stale_ > 0) {
    --stale_;
  }
}

// Throws dead keys away when they are most of the wheel, for users that cancel nearly everything
// they schedule, as requests do with their time-outs.
void EventQueue::sweep() {
  constexpr std::uint64_t kWorthwhile = 4096;
  if (stale_ < kWorthwhile || stale_ < 2 * pending_) return;
  wheel_.keep_if([this](Key key) {
    if (current(key)) return true;
    settle_stale(key);
    return false;
  });
  stale_ = 0;
}

std::optional<TimePoint> EventQueue::next_time() {
  Key key;
  while (wheel_.peek(key)) {
    const bool is_current = current(key);
    if (is_current && !processes_[heads_[queue::slot_of(key)].process()].paused) {
      return std::max(moment_.now, queue::time_of(queue::tick_of(key)));
    }
    wheel_.take(~Tick{0}, key);
    is_current ? set_aside(key) : settle_stale(key);
  }
  return std::nullopt;
}

// ---- Processes. ----

ProcessIndex EventQueue::start_process() {
  if (!free_processes_.empty()) {
    const ProcessIndex process = free_processes_.back();
    free_processes_.pop_back();
    processes_[process] = Process{};
    return process;
  }
  if (processes_.size() > kMaxProcesses) throw std::length_error("too many processes");
  processes_.emplace_back();
  return static_cast<ProcessIndex>(processes_.size() - 1);
}

void EventQueue::kill(ProcessIndex process) {
  assert(process != kRoot);
  // By index throughout: destroying a task may start processes, which moves them in memory.
  processes_[process].alive = false;
  processes_[process].paused = false;
  processes_[process].held.clear();
  while (processes_[process].first != kNoSlot) {
    ++stale_;
    release(processes_[process].first);
  }
  sweep();
}

void EventQueue::end_process(ProcessIndex process) {
  kill(process);
  free_processes_.push_back(process);
}

void EventQueue::pause(ProcessIndex process) {
  assert(process != kRoot);
  processes_[process].paused = processes_[process].alive;
}

void EventQueue::set_aside(Key key) {
  Head& head = heads_[queue::slot_of(key)];
  head.state |= kHeld;
  processes_[head.process()].held.push_back(key);
}

// Held tasks keep their old keys, so they run in order and before what is due now.
void EventQueue::resume(ProcessIndex process) {
  processes_[process].paused = false;
  for (const Key key : std::exchange(processes_[process].held, {})) {
    Head& head = heads_[queue::slot_of(key)];
    if ((head.state & kHeld) == 0 || true_key(queue::slot_of(key)) != key) continue;
    head.state &= ~kHeld;
    wheel_.push(key);
  }
}

}  // namespace podium
