#include "runtime/env/time.h"

#include "runtime/env/executor.h"
#include "tests/support/catch.h"

using namespace podium;

TEST_CASE("next_tick is the first multiple that is not before") {
  const auto tick = [](std::int64_t at, std::int64_t period, std::int64_t phase = 0) {
    return nanos(next_tick(TimePoint{Duration{at}}, Duration{period}, Duration{phase}));
  };
  CHECK(tick(0, 10) == 0);
  CHECK(tick(1, 10) == 10);
  CHECK(tick(10, 10) == 10);
  CHECK(tick(11, 10) == 20);
  CHECK(tick(-1, 10) == 0);
  CHECK(tick(-10, 10) == -10);
  CHECK(tick(-11, 10) == -10);
  CHECK(tick(0, 10, 3) == 3);
  CHECK(tick(4, 10, 3) == 13);
  CHECK(tick(-8, 10, 3) == -7);
  CHECK(tick(2, 10, 13) == 3);
}

TEST_CASE("later holds at the ends of time") {
  CHECK(later(TimePoint{1s}, 2s) == TimePoint{3s});
  CHECK(later(TimePoint{1s}, -2s) == TimePoint{-1s});
  CHECK(later(TimePoint{1s}, Duration::max()) == kForever);
  CHECK(later(kForever, 1ns) == kForever);
  CHECK(later(TimePoint{-1s}, Duration::min()) == TimePoint::min());
}
