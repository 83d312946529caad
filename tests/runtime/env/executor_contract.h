// The contracts of Executor, Process and ProcessTable as one test body, for every implementation:
// what holds in virtual time holds in real time.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "runtime/env/process.h"
#include "tests/support/catch.h"

namespace podium::contract {

// An implementation under test. The bodies use delays of some milliseconds, so real waits are short.
class World {
 public:
  virtual ~World() = default;
  virtual Executor& executor() = 0;
  virtual ProcessTable& processes() = 0;
  virtual void run_for(Duration duration) = 0;  // runs what comes due meanwhile
};

using Log = std::vector<std::string>;

inline Task note(Log& log, std::string text) {
  return [&log, text = std::move(text)] { log.push_back(text); };
}

inline void order_is_time_then_scheduling(World& world) {
  Executor& executor = world.executor();
  Log log;
  const TimePoint soon = executor.now() + 4ms;
  executor.run_at(soon, note(log, "b"));
  executor.run_at(soon - 1ms, note(log, "a"));
  executor.run_at(soon, note(log, "c"));
  executor.run_at(soon, note(log, "d"));
  executor.run_after(5ms, note(log, "e"));
  world.run_for(10ms);
  CHECK(log == Log{"a", "b", "c", "d", "e"});
}

inline void the_clock_stands_at_or_after_the_due_time(World& world) {
  Executor& executor = world.executor();
  const TimePoint due = executor.now() + 3ms;
  TimePoint seen{};
  executor.run_at(due, [&] { seen = executor.now(); });
  world.run_for(8ms);
  CHECK(seen >= due);
  CHECK(executor.now() >= due + 5ms);
}

inline void the_past_means_now(World& world) {
  Executor& executor = world.executor();
  Log log;
  const TimePoint start = executor.now();
  executor.post(note(log, "first"));
  executor.run_at(TimePoint::min(), note(log, "second"));
  executor.run_at(start - 1h, [&] {
    log.push_back("third");
    CHECK(executor.now() >= start);
    executor.run_after(-1s, note(log, "fifth"));
  });
  executor.post(note(log, "fourth"));
  world.run_for(2ms);
  CHECK(log == Log{"first", "second", "third", "fourth", "fifth"});
}

inline void the_far_future_does_not_come(World& world) {
  Executor& executor = world.executor();
  Log log;
  const TimerId forever = executor.run_at(kForever, note(log, "never"));
  executor.run_after(Duration::max(), note(log, "never"));
  executor.run_after(1ms, note(log, "soon"));
  world.run_for(3ms);
  CHECK(log == Log{"soon"});
  CHECK(executor.cancel(forever));
}

inline void tasks_schedule_tasks(World& world) {
  Executor& executor = world.executor();
  int count = 0;
  std::function<void()> again = [&] {
    if (++count < 100) executor.post([&] { again(); });
  };
  executor.run_after(1ms, [&] { again(); });
  world.run_for(5ms);
  CHECK(count == 100);
}

inline void cancelled_tasks_do_not_run_and_are_destroyed_at_once(World& world) {
  Executor& executor = world.executor();
  const auto token = std::make_shared<int>(0);
  const TimerId timer = executor.run_after(2ms, [token] { ++*token; });
  CHECK(token.use_count() == 2);
  CHECK(executor.cancel(timer));
  CHECK(token.use_count() == 1);
  CHECK_FALSE(executor.cancel(timer));
  CHECK_FALSE(executor.rearm(timer, executor.now() + 1ms));
  world.run_for(4ms);
  CHECK(*token == 0);
}

inline void a_task_that_started_cannot_be_cancelled(World& world) {
  Executor& executor = world.executor();
  const auto token = std::make_shared<int>(0);
  TimerId timer{};
  bool cancelled = true;
  timer = executor.run_after(1ms, [&, token] { cancelled = executor.cancel(timer); });
  world.run_for(3ms);
  CHECK_FALSE(cancelled);
  CHECK_FALSE(executor.cancel(timer));
  CHECK(token.use_count() == 1);  // what ran is destroyed
  CHECK_FALSE(executor.cancel(TimerId::kNone));
}

inline void rearm_moves_a_task_and_keeps_its_id(World& world) {
  Executor& executor = world.executor();
  Log log;
  const TimePoint start = executor.now();
  const TimerId later = executor.run_at(start + 2ms, note(log, "moved later"));
  const TimerId sooner = executor.run_at(start + 1h, note(log, "moved sooner"));
  const TimerId twice = executor.run_at(start + 3ms, note(log, "never"));
  executor.run_at(start + 5ms, note(log, "scheduled before the move"));
  CHECK(executor.rearm(later, start + 5ms));
  CHECK(executor.rearm(sooner, start + 1ms));
  CHECK(executor.rearm(twice, start + 4ms));
  CHECK(executor.rearm(twice, start + 2ms));
  CHECK(executor.cancel(twice));
  executor.run_at(start + 5ms, note(log, "scheduled after the move"));
  world.run_for(10ms);
  CHECK(log == Log{"moved sooner", "scheduled before the move", "moved later", "scheduled after the move"});
  CHECK_FALSE(executor.rearm(later, start + 20ms));
}

inline void a_watchdog_barks_once_the_heartbeats_stop(World& world) {
  Executor& executor = world.executor();
  Log log;
  const TimePoint start = executor.now();
  const TimerId watchdog = executor.run_at(start + 4ms, note(log, "bark"));
  for (int beat = 1; beat <= 3; ++beat) {
    executor.run_at(start + beat * 3ms, [&, beat] {
      log.push_back("beat");
      CHECK(executor.rearm(watchdog, start + beat * 3ms + 4ms));
    });
  }
  executor.run_at(start + 14ms, note(log, "end"));
  world.run_for(16ms);
  CHECK(log == Log{"beat", "beat", "beat", "bark", "end"});
}

inline void a_task_inherits_the_cause_of_its_scheduler(World& world) {
  Executor& executor = world.executor();
  std::vector<EventId> seen;
  const auto see = [&] { seen.push_back(executor.cause()); };
  executor.because(7);
  executor.post([&] {
    see();
    executor.because(8);
    executor.post(see);
    executor.run_after(1ms, see);
  });
  executor.because(9);
  const TimerId moved = executor.run_after(2ms, see);
  executor.because(10);
  executor.rearm(moved, executor.now() + 3ms);  // takes the present cause
  executor.because(kNoCause);
  executor.post(see);
  world.run_for(6ms);
  CHECK(seen == std::vector<EventId>{7, kNoCause, 8, 8, 10});
  CHECK(executor.cause() == kNoCause);  // a task's cause ends with it
}

inline void a_killed_process_runs_nothing_more(World& world) {
  Log log;
  const auto token = std::make_shared<int>(0);
  const auto victim = world.processes().start_process("victim");
  const auto other = world.processes().start_process("other");
  victim->run_after(1ms, note(log, "before"));
  const TimerId timer = victim->run_after(3ms, [&log, token] { log.push_back("dead"); });
  other->run_after(2ms, [&] {
    victim->kill();
    log.push_back("killed");
    CHECK(token.use_count() == 1);  // its tasks are destroyed at once
  });
  other->run_after(3ms, note(log, "other"));
  world.run_for(6ms);
  CHECK(log == Log{"before", "killed", "other"});
  CHECK_FALSE(victim->alive());
  CHECK(other->alive());
  CHECK_FALSE(victim->cancel(timer));
  CHECK(victim->run_after(1ms, [token] {}) == TimerId::kNone);
  CHECK(token.use_count() == 1);
}

inline void a_process_may_kill_itself(World& world) {
  Log log;
  const auto process = world.processes().start_process("suicide");
  process->post([&] {
    process->post(note(log, "dead"));
    process->kill();
    log.push_back("last words");
    CHECK(process->post(note(log, "dead")) == TimerId::kNone);
  });
  world.run_for(3ms);
  CHECK(log == Log{"last words"});
}

inline void a_successor_does_not_inherit_tasks(World& world) {
  Log log;
  auto process = world.processes().start_process("kubelet");
  process->run_after(2ms, note(log, "old"));
  process.reset();
  process = world.processes().start_process("kubelet");
  CHECK(process->alive());
  process->run_after(2ms, note(log, "new"));
  world.run_for(5ms);
  CHECK(log == Log{"new"});
}

inline void a_paused_process_catches_up_in_order(World& world) {
  Executor& executor = world.executor();
  Log log;
  const auto process = world.processes().start_process("paused");
  const TimePoint start = executor.now();
  const TimerId cancelled = process->run_at(start + 1ms, note(log, "cancelled"));
  process->run_at(start + 2ms, note(log, "second"));
  process->run_at(start + 1ms, note(log, "first"));
  const TimerId moved = process->run_at(start + 2ms, note(log, "moved"));
  process->run_at(start + 9ms, note(log, "later"));
  process->pause();
  executor.run_at(start + 3ms, [&] { CHECK(process->cancel(cancelled)); });
  executor.run_at(start + 4ms, [&] { CHECK(process->rearm(moved, start + 7ms)); });
  executor.run_at(start + 5ms, [&] {
    log.push_back("resume");
    process->resume();
  });
  executor.run_at(start + 5ms, note(log, "root"));
  world.run_for(12ms);
  CHECK(log == Log{"resume", "first", "second", "root", "moved", "later"});
}

inline void a_paused_process_can_be_killed(World& world) {
  Log log;
  const auto token = std::make_shared<int>(0);
  const auto process = world.processes().start_process("frozen");
  process->run_after(1ms, [&log, token] { log.push_back("dead"); });
  process->pause();
  world.run_for(3ms);
  CHECK(token.use_count() == 2);
  process->kill();
  CHECK(token.use_count() == 1);
  process->resume();
  world.run_for(2ms);
  CHECK(log.empty());
}

// Runs every body in a world of its own.
template <class MakeWorld>
void check_executor(const MakeWorld& make_world) {
  const auto check = [&](void (*body)(World&)) {
    const auto world = make_world();
    body(*world);
  };
  SECTION("order is time, then scheduling") { check(order_is_time_then_scheduling); }
  SECTION("the clock stands at or after the due time") { check(the_clock_stands_at_or_after_the_due_time); }
  SECTION("the past means now") { check(the_past_means_now); }
  SECTION("the far future does not come") { check(the_far_future_does_not_come); }
  SECTION("tasks schedule tasks") { check(tasks_schedule_tasks); }
  SECTION("cancelled tasks do not run") { check(cancelled_tasks_do_not_run_and_are_destroyed_at_once); }
  SECTION("a task that started cannot be cancelled") { check(a_task_that_started_cannot_be_cancelled); }
  SECTION("rearm moves a task and keeps its id") { check(rearm_moves_a_task_and_keeps_its_id); }
  SECTION("a watchdog barks once heartbeats stop") { check(a_watchdog_barks_once_the_heartbeats_stop); }
  SECTION("a task inherits its scheduler's cause") { check(a_task_inherits_the_cause_of_its_scheduler); }
  SECTION("a killed process runs nothing more") { check(a_killed_process_runs_nothing_more); }
  SECTION("a process may kill itself") { check(a_process_may_kill_itself); }
  SECTION("a successor does not inherit tasks") { check(a_successor_does_not_inherit_tasks); }
  SECTION("a paused process catches up in order") { check(a_paused_process_catches_up_in_order); }
  SECTION("a paused process can be killed") { check(a_paused_process_can_be_killed); }
}

}  // namespace podium::contract
