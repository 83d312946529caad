// What happened lately, by the hash of what it was: a memory of limited size in one array.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace podium {

// A map from 64-bit hashes to values that forgets everything when it is full. Each kubelet has
// several of these, with an entry for each event of its pods; open addressing keeps an entry within
// 1.5 times its own size, where a tree's node would take 40 bytes more.
// Pointers and references to values hold until the next at() or erase().
template <class Value>
class Recent {
 public:
  // REQUIRES: limit > 0.
  explicit Recent(std::size_t limit) : limit_(limit) {}

  // The value remembered for `key`, or null.
  Value* find(std::uint64_t key) {
    if (slots_.empty()) return nullptr;
    Slot& slot = slots_[place_of(wire(key))];
    return slot.key == 0 ? nullptr : &slot.value;
  }

  // The value for `key`; `initial` where there was none. Forgets all others if they are `limit`.
  Value& at(std::uint64_t key, Value initial = {}) {
    if (Value* known = find(key)) return *known;
    if (size_ == limit_) *this = Recent(limit_);
    if (size_ * 8 >= slots_.size() * 7) grow();
    ++size_;
    Slot& slot = slots_[place_of(wire(key))];
    slot = {wire(key), std::move(initial)};
    return slot.value;
  }

  void erase(std::uint64_t key) {
    if (find(key) == nullptr) return;
    std::size_t hole = place_of(wire(key));
    // What was pushed past the hole by a collision moves back, so that a search never stops too early.
    for (std::size_t i = next(hole); slots_[i].key != 0; i = next(i)) {
      if (distance(home(slots_[i].key), i) < distance(hole, i)) continue;
      slots_[hole] = std::move(slots_[i]);
      hole = i;
    }
    slots_[hole] = {};
    --size_;
  }

  std::size_t size() const { return size_; }

 private:
  struct Slot {
    std::uint64_t key = 0;  // 0: free
    Value value{};
  };

  static std::uint64_t wire(std::uint64_t key) { return key == 0 ? 1 : key; }
  std::size_t next(std::size_t i) const { return i + 1 == slots_.size() ? 0 : i + 1; }
  // How far `to` lies past `from`, around the end.
  std::size_t distance(std::size_t from, std::size_t to) const {
    return to >= from ? to - from : to + slots_.size() - from;
  }
  // Hashes are spread evenly, so their share of the 64-bit range is their share of the array.
  std::size_t home(std::uint64_t key) const {
    return static_cast<std::size_t>((static_cast<unsigned __int128>(key) * slots_.size()) >> 64);
  }
  // Where `key` is or would go. There is always a free slot.
  std::size_t place_of(std::uint64_t key) const {
    std::size_t i = home(key);
    while (slots_[i].key != 0 && slots_[i].key != key) i = next(i);
    return i;
  }
  void grow() {
    std::vector<Slot> old(slots_.size() + slots_.size() / 2 + 8);
    old.swap(slots_);
    for (Slot& slot : old) {
      if (slot.key != 0) slots_[place_of(slot.key)] = std::move(slot);
    }
  }

  std::size_t limit_;
  std::size_t size_ = 0;
  std::vector<Slot> slots_;
};

}  // namespace podium
