// Sorting few keys without branches that depend on them.
#pragma once

#include <cstddef>

#include "runtime/queue/entry.h"

namespace podium::queue {

inline constexpr std::size_t kSortFewMax = 31;

// Writes the `count` distinct keys of `from` to `to` in ascending order. REQUIRES: count <= kSortFewMax,
// and their times differ in the lowest `low_bits` bits only.
void sort_few(const Key* from, std::size_t count, int low_bits, Key* to);

// Merges ascending parts, of which part i ends before keys[ends[i]], into `to`. Overwrites `keys`.
// REQUIRES: 0 < part_count <= 8.
void merge_parts(Key* keys, const std::size_t* ends, std::size_t part_count, Key* to);

}  // namespace podium::queue
