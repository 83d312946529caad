// A set of paths into an object, as a tree. A path being in the set says nothing of the paths above and below
// it. The root is never a member.
#pragma once

#include <cstddef>
#include <vector>

#include "control-plane/apply/path_element.h"

namespace podium::apply {

class FieldSet {
 public:
  struct Node;

  FieldSet() = default;
  FieldSet(std::initializer_list<Path> paths);

  bool empty() const;
  std::size_t size() const;  // of members
  bool has(const Path& path) const;
  // Those that start with the path are not affected. An empty path is not inserted.
  void insert(const Path& path);
  // Adds an element, itself if `member`, and what is below it. Appending in order is the quick case.
  void put(PathElement element, bool member, FieldSet below);

  // The first steps, in order. Each is a member or has members below.
  const std::vector<Node>& nodes() const { return nodes_; }
  const Node* find(const PathElement& element) const;  // null if there is none
  // Those after the element; an empty set if there are none.
  const FieldSet& below(const PathElement& element) const;

  // Members without members below them.
  FieldSet leaves() const;
  // All members: at each level first the members there, then those below.
  std::vector<Path> paths() const;

 private:
  std::vector<Node> nodes_;
};

struct FieldSet::Node {
  PathElement element;
  bool member = false;
  FieldSet below;
};

bool operator==(const FieldSet& a, const FieldSet& b);

FieldSet unite(const FieldSet& a, const FieldSet& b);
FieldSet intersect(const FieldSet& a, const FieldSet& b);
// The members of `a` that are not members of `b`.
FieldSet subtract(const FieldSet& a, const FieldSet& b);
// The same, but a member of `b` also takes all that is below it.
FieldSet subtract_trees(const FieldSet& a, const FieldSet& b);

// A value's part of a set that is being built: whether its own path is a member, and what is below.
struct Branch {
  bool member = false;
  FieldSet below;

  void put(const PathElement& element, Branch branch) {
    below.put(element, branch.member, std::move(branch.below));
  }
};

}  // namespace podium::apply
