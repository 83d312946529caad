// The pending set: keys in, keys out in ascending order, for about the price of touching them.
//
// A hierarchical timing wheel with 8 bits of the time a level. A key waits in the bucket of the
// highest byte in which its time differs from `base_`. Buckets are chains of chunks, so filing a
// key is one store. The earliest buckets, when their turn comes, are sorted into the run if they are
// small, and dealt out to lower levels if not. What arrives for a time already sorted is merged in.
//
// Invariant, between calls: every key in a bucket has a time > base_; every key in the run or among
// the late ones has a time <= base_.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "runtime/queue/entry.h"
#include "runtime/queue/memory.h"

namespace podium::queue {

class Wheel {
 public:
  // `start`: a time near the first keys; only speed depends on it.
  explicit Wheel(Tick start);
  Wheel(const Wheel&) = delete;
  Wheel& operator=(const Wheel&) = delete;

  void push(Key key) {
    const Tick tick = tick_of(key);
    if (tick <= base_) [[unlikely]] {
      push_late(key);
    } else {
      file(key, tick);
    }
  }

  // Takes the least key out, if its time is not after `limit`. Calls foresee(k) early and
  // expect(k) late with keys k that will be taken soon, if things stay as they are, so that what they
  // name can be fetched. foresee may also be given any key that was ever pushed, or 0.
  template <class Foresee, class Expect>
  bool take(Tick limit, Key& key, const Foresee& foresee, const Expect& expect) {
    if (next_ == fast_end_) [[unlikely]] {
      if (!late_.empty()) return take_late(limit, key);
      if (!refill(limit)) return false;
      for (int i = 0; i < kAhead; ++i) foresee(next_[i]);
    }
    key = *next_;
    if (tick_of(key) > limit) return false;
    ++next_;
    foresee(next_[kAhead - 1]);
    if (next_ + kSoon < end_) [[likely]]
      expect(next_[kSoon]);
    return true;
  }
  bool take(Tick limit, Key& key) {
    const auto ignore = [](Key) {};
    return take(limit, key, ignore, ignore);
  }

  // The least key, if there is one.
  bool peek(Key& key);

  // Counts all keys: for tests and statistics.
  std::size_t size() const;

  // Forgets the keys for which `keep` is false.
  template <class Keep>
  void keep_if(const Keep& keep);

 private:
  static constexpr int kLevelBits = 8;
  static constexpr int kLevels = 64 / kLevelBits;
  static constexpr std::size_t kBuckets = std::size_t{1} << kLevelBits;
  // How many keys before its turn a key is foreseen, and expected. Found by measuring: the first
  // covers a fetch from memory, the second leaves time for one more.
  static constexpr int kAhead = 16;
  static constexpr int kSoon = 2;

  // Aligned to its size, so that a cursor with no low bits is at the end of a full chunk, or null.
  static constexpr std::size_t kChunkBytes = 512;
  struct alignas(kChunkBytes) Chunk {
    Chunk* previous;
    alignas(Key) Key keys[kChunkBytes / sizeof(Key) - 1];
  };
  static constexpr std::size_t kChunkKeys = sizeof(Chunk::keys) / sizeof(Key);

  // Up to this many keys a bucket is sorted at once instead of being dealt out.
  static constexpr std::size_t kSortChunks = 8;
  static constexpr std::size_t kSortUpTo = kSortChunks * kChunkKeys;
  // Buckets of levels up to this, which span 65 us each, are sorted together until the run has kEnough.
  static constexpr int kNarrow = 2;
  static constexpr std::ptrdiff_t kEnough = 48;

  // REQUIRES: tick > base_.
  void file(Key key, Tick tick) {
    const std::size_t level = (63 ^ __builtin_clzll(tick ^ base_)) / kLevelBits;
    append(key, level, (tick >> (level * kLevelBits)) & (kBuckets - 1));
  }
  void append(Key key, std::size_t level, std::size_t bucket) {
    Key*& cursor = cursors_[level * kBuckets + bucket];
    if (reinterpret_cast<std::uintptr_t>(cursor) % kChunkBytes == 0) [[unlikely]] {
      open_chunk(level, bucket);
    }
    *cursor++ = key;
  }

  void open_chunk(std::size_t level, std::size_t bucket);
  void close_chunk(Chunk* chunk);
  static void fetch(const Chunk* chunk);
  static Chunk* chunk_of(const Key* cursor) {
    return reinterpret_cast<Chunk*>((reinterpret_cast<std::uintptr_t>(cursor) - 1) & ~(kChunkBytes - 1));
  }

  bool refill(Tick limit);
  void adapt();
  Tick begin_of(int level, std::size_t bucket) const;
  std::size_t count_of(std::size_t place) const;
  Key* take_bucket(int level, std::size_t bucket);
  void sort_bucket(int level, Key* cursor, std::size_t count);
  void deal_out(Key* cursor, Tick begin);
  static Tick turn_around(Chunk*& chain, std::size_t newest_count);
  std::size_t first_bucket(int level) const;
  // Calls visit(keys, count) for each chunk of a bucket, newest first, then gives the chunk back.
  template <class Visit>
  void drain(Key* cursor, const Visit& visit);

  void push_late(Key key);
  bool insert_near_front(Key key);
  bool insert_near_back(Key key);
  void make_room_at_back();
  bool take_late(Tick limit, Key& key);
  void set_fast_end() { fast_end_ = late_.empty() ? end_ : next_; }

  Key* next_ = nullptr;  // the run: what remains of the sorted keys, in run_
  Key* end_ = nullptr;
  Key* fast_end_ = nullptr;  // end_ if no key is late; else next_, so that taking looks at the late ones
  Tick base_;
  int run_level_ = 0;         // of the last bucket that was sorted
  int widest_ = kLevels - 1;  // the highest level of which a small bucket is sorted at once
  int calm_ = 0;              // runs since the last crowded one, or since widest_ changed
  bool crowded_ = false;      // since the last refill a key was too far inside the run to insert
  std::vector<Key> late_;     // a heap of the keys that were too far inside the run to insert
  unsigned levels_ = 0;       // bit per level with a bucket in use
  std::array<std::array<std::uint64_t, kBuckets / 64>, kLevels> used_{};  // bit per bucket in use
  std::array<Key*, kLevels * kBuckets> cursors_{};             // where the next key goes; null: not in use
  std::array<std::uint32_t, kLevels * kBuckets> chunks_of_{};  // how many chunks the bucket has
  std::vector<Key> run_;
  Chunk* free_chunks_ = nullptr;
  // Room for the keys of as many tasks as there are slots, thrice: dead keys wait to be swept.
  StableArray<Chunk> chunks_{3 * kMaxSlots / kChunkKeys + kLevels * kBuckets};
  std::size_t chunk_count_ = 0;
};

// Always inline: see EventQueue::take_due.
[[gnu::always_inline]] inline void Wheel::fetch(const Chunk* chunk) {
  const auto begin = reinterpret_cast<std::uintptr_t>(chunk);  // a number: the last chunk's previous is null
  for (std::size_t at = 0; at < kChunkBytes; at += 64)
    __builtin_prefetch(reinterpret_cast<const void*>(begin + at));
}

template <class Visit>
void Wheel::drain(Key* cursor, const Visit& visit) {
  Chunk* chunk = chunk_of(cursor);
  std::size_t count = cursor - chunk->keys;
  while (chunk != nullptr) {
    fetch(chunk->previous);
    visit(static_cast<const Key*>(chunk->keys), count);
    count = kChunkKeys;
    Chunk* const previous = chunk->previous;
    close_chunk(chunk);
    chunk = previous;
  }
}

template <class Keep>
void Wheel::keep_if(const Keep& keep) {
  std::vector<Key> kept(late_);
  kept.insert(kept.end(), next_, end_);
  late_.clear();
  next_ = end_ = fast_end_ = run_.data();
  for (int level = 0; level < kLevels; ++level) {
    for (std::size_t bucket = 0; bucket < kBuckets; ++bucket) {
      if (cursors_[level * kBuckets + bucket] == nullptr) continue;
      drain(take_bucket(level, bucket),
            [&](const Key* keys, std::size_t count) { kept.insert(kept.end(), keys, keys + count); });
    }
  }
  for (const Key key : kept) {
    if (keep(key)) push(key);
  }
}

}  // namespace podium::queue
