#include "scenarios/live/clock.h"

#include "tests/support/catch.h"

using namespace podium;
using live::Clock;

namespace {

// An engine with something to do every second, and a wall clock that the test moves.
struct Bench {
  explicit Bench(Clock::Options options)
      : clock(
            engine, [this] { return wall; }, options) {
    tick();
  }

  void tick() {
    ++ticks;
    wall += cost;
    engine.run_after(1s, [this] { tick(); });
  }
  void pass(Duration by) {
    wall += by;
    clock.advance();
  }
  Duration elapsed() const { return clock.now() - start; }

  Engine engine;
  const TimePoint start = engine.now();
  Duration wall{100s};
  Duration cost{0};  // wall time that a tick takes
  int ticks = 0;
  Clock clock;
};

}  // namespace

TEST_CASE("virtual time follows wall time at the chosen speed") {
  Bench bench({.speed = {.numerator = 10}});
  bench.pass(3s);
  CHECK(bench.elapsed() == 30s);
  CHECK(bench.ticks == 31);
  CHECK(bench.clock.until_due() == 100ms);
}

TEST_CASE("a change of speed counts from the time reached") {
  Bench bench({});
  bench.pass(2s);
  bench.clock.set_speed({.numerator = 100});
  CHECK(bench.elapsed() == 2s);
  bench.pass(1s);
  CHECK(bench.elapsed() == 102s);
}

TEST_CASE("a paused clock stands still until it runs on from where it was") {
  Bench bench({.speed = {}, .paused = true});
  bench.pass(10s);
  CHECK(bench.elapsed() == 0s);
  CHECK(bench.clock.until_due() == Duration::max());
  bench.clock.run();
  bench.pass(2s);
  CHECK(bench.elapsed() == 2s);
}

TEST_CASE("work for the present is done even while time stands still") {
  Bench bench({.speed = {}, .paused = true});
  bool done = false;
  bench.engine.post([&] { done = true; });
  CHECK(bench.clock.until_due() == 0s);
  bench.clock.advance();
  CHECK(done);
  CHECK(bench.elapsed() == 0s);
}

TEST_CASE("a step runs just so far, pauses, and tells when it is done") {
  Bench bench({});
  bench.pass(1s);
  bool done = false;
  bench.clock.step(30s, [&] { done = true; });
  CHECK_FALSE(done);
  bench.clock.advance();
  CHECK(done);
  CHECK(bench.clock.paused());
  CHECK(bench.elapsed() == 31s);
  bench.pass(10s);
  CHECK(bench.elapsed() == 31s);
}

TEST_CASE("steps add up, and a change of speed between does not shorten them") {
  Bench bench({.speed = {}, .paused = true});
  int done = 0;
  bench.clock.step(10s, [&] { ++done; });
  bench.clock.set_speed({.numerator = 5});
  bench.clock.step(5s, [&] { ++done; });
  bench.pass(0s);
  CHECK(done == 2);
  CHECK(bench.elapsed() == 15s);
}

TEST_CASE("who waits for a step is told when the clock runs on instead") {
  Bench bench({.speed = {}, .paused = true});
  bool done = false;
  bench.clock.step(1h, [&] { done = true; });
  bench.clock.run();
  CHECK(done);
  CHECK_FALSE(bench.clock.paused());
}

TEST_CASE("much work is done in slices of wall time, so that clients need not wait") {
  Bench bench({.speed = {.unlimited = true}, .slice = 20ms});
  bench.cost = 1ms;
  bench.clock.advance();
  CHECK(bench.ticks > 10);
  CHECK(bench.ticks < 100);
  CHECK(bench.clock.until_due() == 0s);
  const int before = bench.ticks;
  bench.clock.advance();
  CHECK(bench.ticks > before);
}

TEST_CASE("at unlimited speed time does not run beyond the last thing to do") {
  Engine engine;
  Duration wall{0};
  Clock clock(engine, [&] { return wall; }, {.speed = {.unlimited = true}});
  engine.run_after(1h, [] {});
  const TimePoint start = engine.now();
  clock.advance();
  CHECK(clock.now() - start == 1h);
  CHECK(clock.until_due() == Duration::max());
  clock.set_speed({});
  wall += 2s;
  clock.advance();
  CHECK(clock.now() - start == 1h + 2s);
}
