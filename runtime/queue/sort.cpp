#include "runtime/queue/sort.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <utility>

namespace podium::queue {
namespace {

using Lanes = std::int32_t __attribute__((vector_size(16)));
constexpr std::size_t kLanes = 4;
constexpr std::size_t kMaxBlocks = (kSortFewMax + kLanes) / kLanes;

// Values and places of up to kMaxBlocks * kLanes keys.
union Numbers {
  Lanes blocks[kMaxBlocks];
  std::int32_t each[kMaxBlocks * kLanes];
};

// A value's place is the number of values less than it. Quadratic, but for so few values cheaper than
// the mispredicted branches of a clever sort.
template <std::size_t kBlocks>
void find_places(const Numbers& values, std::size_t count, Numbers& places) {
  Lanes less[kBlocks] = {};
  for (std::size_t i = 0; i < count; ++i) {
    const Lanes other = Lanes{} + values.each[i];
#pragma GCC unroll 8
    for (std::size_t b = 0; b < kBlocks; ++b) less[b] -= other < values.blocks[b];  // true is -1
  }
#pragma GCC unroll 8
  for (std::size_t b = 0; b < kBlocks; ++b) places.blocks[b] = less[b];
}

template <std::size_t... kBlocks>
constexpr auto find_places_table(std::index_sequence<kBlocks...>) {
  return std::array{&find_places<kBlocks + 1>...};
}
constexpr auto kFindPlaces = find_places_table(std::make_index_sequence<kMaxBlocks>());

// For keys that are nearly in order.
void finish_sorting(Key* keys, std::size_t count) {
  for (std::size_t i = 1; i < count; ++i) {
    for (std::size_t j = i; j > 0 && keys[j] < keys[j - 1]; --j) std::swap(keys[j], keys[j - 1]);
  }
}

// Merges [a, b) and [b, b_end).
void merge(const Key* a, const Key* b, const Key* b_end, Key* to) {
  const Key* const a_end = b;
  while (a != a_end && b != b_end) {
    const bool second = *b < *a;
    *to++ = second ? *b : *a;
    b += second;
    a += !second;
  }
  to = std::copy(a, a_end, to);
  std::copy(b, b_end, to);
}

}  // namespace

// Sorts by the highest 26 of the bits in which times differ, above 5 bits of the position, and mends
// what that leaves: times that differ below, and equal times that did not come in order.
void sort_few(const Key* from, std::size_t count, int low_bits, Key* to) {
  assert(count <= kSortFewMax);
  if (count <= 1) {
    if (count == 1) *to = *from;
    return;
  }
  constexpr int kTimeBits = 26;
  constexpr int kPositionBits = 5;
  const int shift = std::max(0, low_bits - kTimeBits);
  Numbers values;
  for (std::size_t i = 0; i < count; ++i) {
    const Tick time = (tick_of(from[i]) >> shift) & ((Tick{1} << kTimeBits) - 1);
    values.each[i] = static_cast<std::int32_t>(time << kPositionBits | i);
  }
  const std::size_t blocks = (count + kLanes - 1) / kLanes;
  for (std::size_t i = count; i < blocks * kLanes; ++i) values.each[i] = 0;
  Numbers places;
  kFindPlaces[blocks - 1](values, count, places);
  for (std::size_t i = 0; i < count; ++i) to[places.each[i]] = from[i];
  finish_sorting(to, count);
}

void merge_parts(Key* keys, const std::size_t* ends, std::size_t part_count, Key* to) {
  assert(0 < part_count && part_count <= 8);
  std::array<std::size_t, 8> end_of;
  std::copy_n(ends, part_count, end_of.begin());
  const std::size_t count = ends[part_count - 1];
  Key* from = keys;
  Key* into = to;
  // Neighbours become one, from one array into the other and back, until one part is left.
  while (part_count > 1) {
    std::size_t begin = 0;
    std::size_t merged = 0;
    for (std::size_t part = 0; part < part_count; part += 2) {
      const std::size_t middle = end_of[part];
      const std::size_t end = part + 1 < part_count ? end_of[part + 1] : middle;
      merge(from + begin, from + middle, from + end, into + begin);
      end_of[merged++] = begin = end;
    }
    part_count = merged;
    std::swap(from, into);
  }
  if (from != to) std::copy_n(from, count, to);
}

}  // namespace podium::queue
