#include "runtime/real/pacer.h"

#include "tests/support/catch.h"

using namespace podium;

namespace {
constexpr TimePoint kStart{1000s};
}

TEST_CASE("virtual time runs at the chosen speed of wall time") {
  CHECK(Pacer(7s, kStart, {}).target(10s) == kStart + 3s);
  CHECK(Pacer(7s, kStart, {.numerator = 10}).target(10s) == kStart + 30s);
  CHECK(Pacer(7s, kStart, {.numerator = 1, .denominator = 4}).target(11s) == kStart + 1s);
  CHECK(Pacer(7s, kStart, {.unlimited = true}).target(7s) == kForever);
}

TEST_CASE("the wait for a virtual time is the least after which it is due") {
  const Pacer pacer(0s, kStart, {.numerator = 3});
  CHECK(pacer.until(0s, kStart) == Duration{0});
  CHECK(pacer.until(0s, kStart + 3s) == Duration{1s});
  CHECK(pacer.until(400ms, kStart + 3s) == Duration{600ms});
  CHECK(pacer.until(2s, kStart + 3s) == Duration{0});
  for (Duration ahead{1}; ahead < 20ns; ahead += 1ns) {
    const Duration wait = *pacer.until(0s, kStart + ahead);
    CHECK(pacer.target(wait) >= kStart + ahead);
    CHECK(pacer.target(wait - 1ns) < kStart + ahead);
  }
  CHECK(Pacer(0s, kStart, {.unlimited = true}).until(0s, kStart + 1h) == Duration{0});
  CHECK(Pacer(0s, kStart, {.numerator = 0}).until(0s, kStart + 1h) == std::nullopt);
}

TEST_CASE("a paused pacer stands still, steps by hand, and goes on from where it is") {
  Pacer pacer(0s, kStart, {.numerator = 2});
  pacer.pause(5s, kStart + 10s);
  CHECK(pacer.paused());
  CHECK(pacer.target(100s) == kStart + 10s);
  CHECK(pacer.until(100s, kStart + 11s) == std::nullopt);
  pacer.step(1s);
  CHECK(pacer.target(100s) == kStart + 11s);
  CHECK(pacer.until(100s, kStart + 11s) == Duration{0});
  pacer.resume(200s, kStart + 11s);
  CHECK(pacer.target(201s) == kStart + 13s);
}

TEST_CASE("a change of speed begins at the time that was reached") {
  Pacer pacer(0s, kStart, {.unlimited = true});
  pacer.set_speed(10s, kStart + 1h, {.numerator = 10});
  CHECK(pacer.target(10s) == kStart + 1h);
  CHECK(pacer.target(11s) == kStart + 1h + 10s);
  CHECK(pacer.speed().numerator == 10);
}

TEST_CASE("a long run at a high speed holds at the end of time") {
  const Pacer pacer(0s, kStart, {.numerator = 4'000'000'000U});
  CHECK(pacer.target(24h * 365) == kForever);
  CHECK(pacer.until(0s, kForever) > Duration{2s});
}
