#include "runtime/queue/wheel.h"

#include <algorithm>
#include <bit>
#include <functional>
#include <utility>

#include "runtime/queue/sort.h"

namespace podium::queue {

Wheel::Wheel(Tick start) : base_(start) {
  static_assert(kChunkKeys == kSortFewMax);
  run_.resize(kSortUpTo + kAhead + 1);
  next_ = end_ = fast_end_ = run_.data();
}

void Wheel::open_chunk(std::size_t level, std::size_t bucket) {
  Chunk* chunk = free_chunks_;
  if (chunk != nullptr) {
    free_chunks_ = chunk->previous;
  } else {
    chunks_.cover(chunk_count_ + 1);
    chunk = &chunks_[chunk_count_++];
  }
  Key*& cursor = cursors_[level * kBuckets + bucket];
  ++chunks_of_[level * kBuckets + bucket];
  chunk->previous = cursor == nullptr ? nullptr : chunk_of(cursor);
  cursor = chunk->keys;
  used_[level][bucket / 64] |= std::uint64_t{1} << (bucket % 64);
  levels_ |= 1U << level;
}

void Wheel::close_chunk(Chunk* chunk) {
  chunk->previous = free_chunks_;
  free_chunks_ = chunk;
}

// Makes the bucket unused and returns its cursor.
Key* Wheel::take_bucket(int level, std::size_t bucket) {
  auto& used = used_[level];
  used[bucket / 64] &= ~(std::uint64_t{1} << (bucket % 64));
  if ((used[0] | used[1] | used[2] | used[3]) == 0) levels_ &= ~(1U << level);
  chunks_of_[level * kBuckets + bucket] = 0;
  return std::exchange(cursors_[level * kBuckets + bucket], nullptr);
}

// Sorts the earliest bucket into the run, and of the narrow ones as many as make a run worth looking
// ahead in. Stops before a bucket that begins after `limit`, so that what is scheduled meanwhile for
// earlier times is filed and not merged.
bool Wheel::refill(Tick limit) {
  adapt();
  next_ = end_ = fast_end_ = run_.data();
  while (levels_ != 0 && end_ - next_ < kEnough) {
    const int level = std::countr_zero(levels_);
    const std::size_t bucket = first_bucket(level);
    const Tick begin = begin_of(level, bucket);
    const std::size_t count = count_of(level * kBuckets + bucket);
    const bool sort = level == 0 || count == 1 || (count <= kSortUpTo && level <= widest_);
    const std::size_t sorted = end_ - next_;
    const bool fits = level == run_level_ && level <= kNarrow && sort && sorted + count <= kSortUpTo;
    if (begin > limit || (sorted > 0 && !fits)) break;
    if (sort) {
      sort_bucket(level, take_bucket(level, bucket), count);
      run_level_ = level;
    } else {
      deal_out(take_bucket(level, bucket), begin);
      limit = ~Tick{0};  // some keys now equal base_: the run must take them before anything arrives
    }
  }
  fast_end_ = end_;
  return next_ != end_;
}

// A wide bucket of few keys is cheapest to sort at once, unless much arrives for the time it spans:
// then deals such buckets out, until that has passed.
void Wheel::adapt() {
  if (crowded_) {
    widest_ = std::max(kNarrow, run_level_ - 1);
    calm_ = 0;
  } else if (++calm_ >= static_cast<int>(kBuckets)) {
    widest_ = std::min(widest_ + 1, kLevels - 1);
    calm_ = 0;
  }
  crowded_ = false;
}

std::size_t Wheel::first_bucket(int level) const {
  const auto& used = used_[level];
  std::size_t word = 0;
  while (used[word] == 0) ++word;
  return word * 64 + std::countr_zero(used[word]);
}

// The earliest time that a bucket may hold.
Tick Wheel::begin_of(int level, std::size_t bucket) const {
  const int shift = level * kLevelBits;
  const Tick above = level + 1 == kLevels ? 0 : base_ >> (shift + kLevelBits) << (shift + kLevelBits);
  return above | Tick{bucket} << shift;
}

// How many keys a bucket in use holds.
std::size_t Wheel::count_of(std::size_t place) const {
  const Key* const cursor = cursors_[place];
  return (chunks_of_[place] - 1) * kChunkKeys + (cursor - chunk_of(cursor)->keys);
}

std::size_t Wheel::size() const {
  std::size_t size = late_.size() + (end_ - next_);
  for (std::size_t place = 0; place < cursors_.size(); ++place) {
    if (cursors_[place] != nullptr) size += count_of(place);
  }
  return size;
}

// Appends a bucket's keys to the run.
void Wheel::sort_bucket(int level, Key* cursor, std::size_t count) {
  const std::size_t sorted = end_ - next_;
  if (run_.size() < sorted + count + kAhead + 1) {
    run_.resize(sorted + count + kAhead + 1);
    next_ = run_.data();
  }
  Key* const to = next_ + sorted;
  end_ = to + count;
  if (count <= kSortUpTo) {
    Key parts[kSortUpTo];
    std::size_t ends[kSortChunks];
    std::size_t part_count = 0;
    std::size_t end = 0;
    Key* const sorted_parts = count <= kChunkKeys ? to : parts;
    drain(cursor, [&](const Key* keys, std::size_t n) {
      sort_few(keys, n, level * kLevelBits, sorted_parts + end);
      ends[part_count++] = end += n;
    });
    if (part_count > 1) merge_parts(parts, ends, part_count, to);
  } else {
    // Level 0: all for the same time, and most often filed in order, so look before sorting.
    Key* at = end_;
    drain(cursor, [&](const Key* keys, std::size_t n) { at = std::copy(keys, keys + n, at - n) - n; });
    if (!std::is_sorted(to, end_)) std::sort(to, end_);
  }
  base_ = tick_of(end_[-1]);
}

// Files the keys of a large bucket, which begins at `begin`, on lower levels.
void Wheel::deal_out(Key* cursor, Tick begin) {
  Chunk* chunk = chunk_of(cursor);
  Chunk* const newest = chunk;
  const std::size_t newest_count = cursor - chunk->keys;
  // A flood for one time goes down to level 0 at once, and in the order it came: no sorting then.
  const Tick sample = tick_of(chunk->keys[0]);
  const bool flood = std::all_of(chunk->keys, cursor, [=](Key key) { return tick_of(key) == sample; });
  if (flood) begin = turn_around(chunk, newest_count);
  base_ = begin;
  while (chunk != nullptr) {
    fetch(chunk->previous);
    const std::size_t count = chunk == newest ? newest_count : kChunkKeys;
    for (std::size_t i = 0; i < count; ++i) {
      const Key key = chunk->keys[i];
      if (tick_of(key) != begin) [[likely]] {
        file(key, tick_of(key));
      } else {
        append(key, 0, begin & (kBuckets - 1));
      }
    }
    Chunk* const previous = chunk->previous;
    close_chunk(chunk);
    chunk = previous;
  }
}

// Reverses a chain of chunks, so that the oldest is first, and returns the least time in it.
Tick Wheel::turn_around(Chunk*& chain, std::size_t newest_count) {
  Tick least = ~Tick{0};
  Chunk* turned = nullptr;
  std::size_t count = newest_count;
  for (Chunk* chunk = chain; chunk != nullptr; count = kChunkKeys) {
    for (std::size_t i = 0; i < count; ++i) least = std::min(least, tick_of(chunk->keys[i]));
    Chunk* const previous = std::exchange(chunk->previous, turned);
    turned = std::exchange(chunk, previous);
  }
  chain = turned;
  return least;
}

// ---- Keys for times that are already sorted. ----

void Wheel::push_late(Key key) {
  if (!insert_near_front(key) && !insert_near_back(key)) {
    crowded_ = true;
    late_.push_back(key);
    std::push_heap(late_.begin(), late_.end(), std::greater<>());
  }
  set_fast_end();
}

// For "now", the most frequent time: moves the few keys before it into the room of those that ran.
bool Wheel::insert_near_front(Key key) {
  constexpr std::ptrdiff_t kReach = 32;
  if (next_ == run_.data()) return false;
  const std::ptrdiff_t reach = std::min(kReach, end_ - next_);
  std::ptrdiff_t before = 0;
  while (before < reach && next_[before] < key) ++before;
  if (before == kReach) return false;
  std::copy(next_, next_ + before, next_ - 1);
  --next_;
  next_[before] = key;
  return true;
}

bool Wheel::insert_near_back(Key key) {
  constexpr std::ptrdiff_t kReach = 64;
  const std::ptrdiff_t reach = std::min(kReach, end_ - next_);
  std::ptrdiff_t after = 0;
  while (after < reach && end_[-1 - after] > key) ++after;
  if (after == kReach) return false;
  make_room_at_back();
  std::copy_backward(end_ - after, end_, end_ + 1);
  *(end_ - after) = key;
  ++end_;
  return true;
}

void Wheel::make_room_at_back() {
  const std::size_t used = end_ - run_.data();
  if (used + kAhead + 2 <= run_.size()) return;
  const std::size_t gone = next_ - run_.data();
  if (gone >= used / 2) {
    end_ = std::copy(next_, end_, run_.data());
    next_ = run_.data();
  } else {
    run_.resize(run_.size() * 2);
    next_ = run_.data() + gone;
    end_ = run_.data() + used;
  }
}

bool Wheel::take_late(Tick limit, Key& key) {
  const bool from_run = next_ != end_ && *next_ < late_.front();
  key = from_run ? *next_ : late_.front();
  if (tick_of(key) > limit) return false;
  if (from_run) {
    ++next_;
  } else {
    std::pop_heap(late_.begin(), late_.end(), std::greater<>());
    late_.pop_back();
  }
  set_fast_end();
  return true;
}

bool Wheel::peek(Key& key) {
  if (next_ == end_ && late_.empty() && !refill(~Tick{0})) return false;
  const bool from_late = !late_.empty() && (next_ == end_ || late_.front() < *next_);
  key = from_late ? late_.front() : *next_;
  return true;
}

}  // namespace podium::queue
