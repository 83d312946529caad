// Arrays that grow without moving: an index is a multiplication away from its element, for good.
#pragma once

#include <bit>
#include <cstddef>

namespace podium::queue {

// A range of addresses, of which a growing beginning is memory (of zero bytes). Addresses cost nothing.
class Reservation {
 public:
  // Throws std::bad_alloc if there are not so many addresses.
  explicit Reservation(std::size_t bytes);
  ~Reservation();
  Reservation(const Reservation&) = delete;
  Reservation& operator=(const Reservation&) = delete;

  std::byte* begin() const { return begin_; }
  // Makes at least the first `bytes` usable. Throws std::bad_alloc if they are more than reserved or
  // than the system gives.
  void cover(std::size_t bytes) {
    if (bytes > covered_) grow(bytes);
  }

 private:
  void grow(std::size_t bytes);

  const std::size_t size_;
  std::byte* begin_;
  std::size_t covered_ = 0;
};

// Elements begin as zero bytes, and nobody destroys them: that is their user's task.
template <class T>
class StableArray {
  static_assert(std::has_single_bit(sizeof(T)));

 public:
  explicit StableArray(std::size_t most)
      : memory_(most * sizeof(T)), begin_(reinterpret_cast<T*>(memory_.begin())) {}

  // REQUIRES: cover(n) was called with n > index.
  T& operator[](std::size_t index) const { return begin_[index]; }

  // Makes indices below `size` usable. New elements are zero bytes.
  void cover(std::size_t size) { memory_.cover(size * sizeof(T)); }

 private:
  Reservation memory_;
  T* const begin_;
};

}  // namespace podium::queue
