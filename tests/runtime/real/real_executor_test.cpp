#include "runtime/real/real_executor.h"

#include <poll.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <thread>
#include <vector>

#include "tests/runtime/env/executor_contract.h"
#include "tests/support/catch.h"

using namespace podium;

namespace {

class RealWorld final : public contract::World {
 public:
  Executor& executor() override { return executor_; }
  ProcessTable& processes() override { return executor_; }
  void run_for(Duration duration) override {
    executor_.run_after(duration, [this] { executor_.stop(); });
    executor_.run();
  }

 private:
  RealExecutor executor_;
};

bool readable(int descriptor) {
  pollfd polled{.fd = descriptor, .events = POLLIN};
  return poll(&polled, 1, 0) == 1;
}

}  // namespace

TEST_CASE("the real executor keeps the contract of an executor") {
  contract::check_executor([] { return std::make_unique<RealWorld>(); });
}

TEST_CASE("real time follows the wall clock") {
  RealExecutor executor;
  const auto wall = std::chrono::system_clock::now().time_since_epoch();
  CHECK(std::chrono::abs(executor.wall_now().time_since_epoch() - wall) < 1s);
  const auto before = std::chrono::steady_clock::now();
  executor.run_after(20ms, [&] { executor.stop(); });
  executor.run();
  const auto took = std::chrono::steady_clock::now() - before;
  CHECK(took >= 20ms);
  CHECK(took < 30s);
}

TEST_CASE("threads post tasks, each thread's in order, and wake the loop") {
  RealExecutor executor;
  std::vector<std::vector<int>> seen(4);
  int count = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int i = 0; i < 500; ++i) {
        executor.post_from_thread([&, t, i] {
          seen[t].push_back(i);
          if (++count == 2000) executor.stop();
        });
      }
    });
  }
  executor.run();
  for (auto& thread : threads) thread.join();
  for (const auto& one : seen) {
    CHECK(one.size() == 500);
    CHECK(std::is_sorted(one.begin(), one.end()));
  }
}

TEST_CASE("stop ends a loop that waits, and a loop that has not begun") {
  RealExecutor executor;
  std::thread stopper([&] { executor.stop(); });
  executor.run();  // nothing is pending: only stop() can end it
  stopper.join();
  executor.stop();
  executor.run();
  CHECK(executor.until_next() == Duration::max());
}

TEST_CASE("a foreign loop can drive it: due times, batches and the wake descriptor") {
  RealExecutor executor({.batch = 3});
  const TimePoint start = executor.now();
  contract::Log log;
  for (const char* name : {"a", "b", "c", "d"}) executor.run_at(start + 1h, contract::note(log, name));
  CHECK(executor.run_due(start + 59min) == 0);
  CHECK(executor.until_next() > 59min);
  CHECK(executor.until_next() <= 1h);
  CHECK(executor.run_due(start + 1h) == 3);
  CHECK(executor.run_due(start + 1h) == 1);
  CHECK(executor.now() == start + 1h);
  CHECK(log == contract::Log{"a", "b", "c", "d"});

  CHECK_FALSE(readable(executor.wake_descriptor()));
  executor.post_from_thread(contract::note(log, "posted"));
  CHECK(readable(executor.wake_descriptor()));
  CHECK(executor.run_due(start + 1h) == 1);
  CHECK_FALSE(readable(executor.wake_descriptor()));
  CHECK(log.back() == "posted");
}

TEST_CASE("late tasks run in the order of their due times, and see them") {
  RealExecutor executor;
  const TimePoint start = executor.now();
  contract::Log log;
  executor.run_at(start + 1s, [&] {
    CHECK(executor.now() == start + 1s);
    executor.run_after(1s, contract::note(log, "scheduled by a late task"));
  });
  executor.run_at(start + 3s, contract::note(log, "last"));
  executor.post_from_thread(contract::note(log, "posted"));
  CHECK(executor.run_due(start + 1h) == 4);
  CHECK(log == contract::Log{"scheduled by a late task", "last", "posted"});
  CHECK(executor.now() == start + 1h);
}

TEST_CASE("what is due has no wait, and a task that posts itself does not hold up the loop") {
  RealExecutor executor({.batch = 10});
  std::function<void()> forever = [&] { executor.post([&] { forever(); }); };
  forever();
  CHECK(executor.run_due(executor.wall_now()) == 10);
  CHECK(executor.until_next() == Duration{0});
}
