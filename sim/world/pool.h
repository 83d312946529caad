// Values that many have in common, stored once. What intern returns lives as long as the pool.
#pragma once

#include <set>
#include <utility>

namespace podium::sim {

// REQUIRES of T: operator<, consistent with equality. Never iterated: the order means nothing.
template <class T>
class Pool {
 public:
  const T* intern(T value) { return &*values_.insert(std::move(value)).first; }

 private:
  std::set<T> values_;
};

}  // namespace podium::sim
