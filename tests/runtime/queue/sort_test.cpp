#include "runtime/queue/sort.h"

#include <algorithm>
#include <vector>

#include "runtime/env/random.h"
#include "tests/support/catch.h"

using namespace podium;
using queue::Key;

namespace {

// Keys whose times agree above `low_bits`, some of them for the same time.
std::vector<Key> random_keys(Random& random, std::size_t count, int low_bits) {
  const std::uint64_t mask = low_bits == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << low_bits) - 1;
  const std::uint64_t common = random.next() & ~mask;
  std::vector<Key> keys(count);
  for (std::uint32_t i = 0; i < count; ++i) {
    const bool tie = i > 0 && random.chance({1, 4});
    const queue::Tick tick = tie ? queue::tick_of(keys[i - 1]) : common | (random.next() & mask);
    keys[i] = queue::make_key(tick, random.below(1000), i);
  }
  return keys;
}

}  // namespace

TEST_CASE("few keys are sorted, for every count and every span of their times") {
  Random random(1);
  for (const int low_bits : {0, 3, 8, 24, 26, 32, 56, 64}) {
    for (std::size_t count = 0; count <= queue::kSortFewMax; ++count) {
      std::vector<Key> keys = random_keys(random, count, low_bits);
      std::vector<Key> sorted(count);
      queue::sort_few(keys.data(), count, low_bits, sorted.data());
      std::sort(keys.begin(), keys.end());
      CHECK(sorted == keys);
    }
  }
}

TEST_CASE("sorted parts merge into one") {
  Random random(2);
  for (std::size_t part_count = 1; part_count <= 8; ++part_count) {
    std::vector<std::size_t> ends;
    for (std::size_t part = 0, end = 0; part < part_count; ++part) ends.push_back(end += random.below(20));
    std::vector<Key> all = random_keys(random, ends.back(), 6);
    for (std::size_t part = 0; part < part_count; ++part) {
      std::sort(all.begin() + (part == 0 ? 0 : ends[part - 1]), all.begin() + ends[part]);
    }
    std::vector<Key> expected = all;
    std::sort(expected.begin(), expected.end());
    std::vector<Key> merged(all.size());
    queue::merge_parts(all.data(), ends.data(), part_count, merged.data());
    CHECK(merged == expected);
  }
}
