#include "runtime/env/random.h"

#include <vector>

#include "tests/support/catch.h"

using namespace podium;

TEST_CASE("a stream's values are the same on every machine") {
  Random random(42);
  const std::vector<std::uint64_t> first{random.next(), random.next(), random.next()};
  // xoshiro256** with its state from splitmix64(42).
  CHECK(first == std::vector<std::uint64_t>{0x15780b2e0c2ec716, 0x6104d9866d113a7e, 0xae17533239e499a1});
}

TEST_CASE("a fork depends on the seed and the name, not on what was drawn") {
  Random random(1);
  const std::uint64_t before = random.fork("kubelet").next();
  for (int i = 0; i < 10; ++i) random.next();
  CHECK(random.fork("kubelet").next() == before);
  CHECK(random.fork("kubelet ").next() != before);
  CHECK(Random(2).fork("kubelet").next() != before);
  CHECK(random.fork(1).next() != random.fork(2).next());
  CHECK(random.fork("a").fork("b").next() != random.fork("b").fork("a").next());
  CHECK(random.fork("").next() != Random(1).next());
}

TEST_CASE("a copy repeats its original") {
  Random random(5);
  random.next();
  Random copy = random;
  CHECK(copy.next() == random.next());
}

TEST_CASE("draws stay within their bounds and reach both ends") {
  Random random(3);
  std::vector<int> counts(3);
  bool low = false, high = false;
  for (int i = 0; i < 3000; ++i) {
    ++counts.at(random.below(3));
    const std::int64_t value = random.between(std::int64_t{-2}, std::int64_t{2});
    REQUIRE(value >= -2);
    REQUIRE(value <= 2);
    low |= value == -2;
    high |= value == 2;
    const Duration jitter = random.between(1s, 2s);
    REQUIRE((jitter >= 1s && jitter <= 2s));
    const double unit = random.unit();
    REQUIRE((unit >= 0.0 && unit < 1.0));
  }
  CHECK((low && high));
  for (const int count : counts) CHECK(count > 850);
  CHECK(random.below(1) == 0);
  CHECK(random.between(std::int64_t{7}, std::int64_t{7}) == 7);
  random.between(INT64_MIN, INT64_MAX);  // the whole range is a range too
}

TEST_CASE("a chance is its ratio, and 0 and 1 are certain") {
  Random random(4);
  int hits = 0;
  for (int i = 0; i < 10'000; ++i) {
    hits += random.chance({1, 4});
    REQUIRE_FALSE(random.chance({0, 7}));
    REQUIRE(random.chance({7, 7}));
  }
  CHECK(hits > 2300);
  CHECK(hits < 2700);
}

TEST_CASE("exponential durations are never negative and have their mean") {
  Random random(6);
  Duration sum{0};
  for (int i = 0; i < 20'000; ++i) {
    const Duration d = random.exponential(1ms);
    REQUIRE(d >= Duration{0});
    sum += d;
  }
  CHECK(sum / 20'000 > 970us);
  CHECK(sum / 20'000 < 1030us);
}
