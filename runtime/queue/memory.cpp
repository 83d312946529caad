#include "runtime/queue/memory.h"

#include <sys/mman.h>

#include <algorithm>
#include <cstdint>
#include <new>

namespace podium::queue {
namespace {

// One huge page: the alignment of reservations, and the step in which they grow.
constexpr std::size_t kStep = std::size_t{2} << 20;

std::size_t round_up(std::size_t bytes) { return (bytes + kStep - 1) / kStep * kStep; }

// The system aligns to its small pages only: reserve a step more and give back what sticks out.
std::byte* reserve(std::size_t bytes) {
  void* const mapped =
      mmap(nullptr, bytes + kStep, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (mapped == MAP_FAILED) throw std::bad_alloc();
  auto* const begin = static_cast<std::byte*>(mapped);
  const std::size_t head = -reinterpret_cast<std::uintptr_t>(begin) & (kStep - 1);
  if (head != 0) munmap(begin, head);
  munmap(begin + head + bytes, kStep - head);
  return begin + head;
}

}  // namespace

Reservation::Reservation(std::size_t bytes) : size_(round_up(bytes)), begin_(reserve(size_)) {}

Reservation::~Reservation() { munmap(begin_, size_); }

void Reservation::grow(std::size_t bytes) {
  if (bytes > size_) throw std::bad_alloc();
  const std::size_t covered = std::min(size_, std::max(round_up(bytes), covered_ + covered_ / 2));
  const std::size_t added = round_up(covered) - covered_;
  if (mprotect(begin_ + covered_, added, PROT_READ | PROT_WRITE) != 0) throw std::bad_alloc();
#ifdef MADV_HUGEPAGE
  // Huge pages save translation misses, but cost all of their memory at the first touch: a small
  // queue shall stay small. It is a wish: without them all works, slower.
  if (covered_ > 0) madvise(begin_ + covered_, added, MADV_HUGEPAGE);
#endif
  covered_ += added;
}

}  // namespace podium::queue
