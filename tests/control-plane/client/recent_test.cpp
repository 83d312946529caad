#include "control-plane/client/recent.h"

#include <map>

#include "runtime/env/random.h"
#include "tests/support/catch.h"

using namespace podium;

TEST_CASE("a memory of recent things agrees with a map, whatever is put in and taken out") {
  Recent<int> recent(1'000'000);
  std::map<std::uint64_t, int> expected;
  Random random(1);
  // Half of the keys come from a narrow range, so that they collide and wrap around the end.
  const auto key = [&] {
    return random.below(2) == 0 ? random.below(50) : ~std::uint64_t{0} - random.below(50);
  };
  for (int i = 0; i < 20'000; ++i) {
    const std::uint64_t k = key();
    if (random.below(3) == 0) {
      recent.erase(k);
      expected.erase(k == 0 ? 1 : k);  // 0 and 1 are one key
    } else {
      recent.at(k) = i;
      expected[k == 0 ? 1 : k] = i;
    }
    REQUIRE(recent.size() == expected.size());
  }
  for (const auto& [k, value] : expected) {
    REQUIRE(recent.find(k) != nullptr);
    CHECK(*recent.find(k) == value);
  }
}

TEST_CASE("a full memory forgets everything and goes on") {
  Recent<int> recent(3);
  for (const std::uint64_t key : {1, 2, 3}) recent.at(key << 40) = 7;
  CHECK(recent.size() == 3);
  recent.at(std::uint64_t{1} << 40) = 8;  // known: nothing is forgotten
  CHECK(recent.size() == 3);
  recent.at(std::uint64_t{4} << 40, 9);
  CHECK(recent.size() == 1);
  CHECK(recent.find(std::uint64_t{1} << 40) == nullptr);
  CHECK(*recent.find(std::uint64_t{4} << 40) == 9);
}
