// The recent past of one kind: its changes in order. Lets watches resume and lists look back.
#pragma once

#include <deque>
#include <map>

#include "control-plane/store/change.h"

namespace podium {

class History {
 public:
  using Changes = std::deque<StoreChange>;

  // Appends the newest change; of more than `keep` the oldest is forgotten.
  void add(StoreChange change, std::size_t keep);
  // Forgets the changes up to and including `revision`.
  void compact(std::uint64_t revision);

  // True if every change behind `revision` is still known.
  bool reaches(std::uint64_t revision) const { return revision >= forgotten_; }
  // The first change behind `revision`.
  Changes::const_iterator after(std::uint64_t revision) const;
  Changes::const_iterator end() const { return changes_.end(); }

  // What was different at `revision`: for each key changed since, its state then (null: not there).
  std::map<Key, ObjectRef> overlay(std::uint64_t revision) const;

 private:
  void forget_oldest();

  Changes changes_;
  std::uint64_t forgotten_ = 0;  // revision of the last change that is lost
};

}  // namespace podium
