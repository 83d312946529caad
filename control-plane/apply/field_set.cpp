#include "control-plane/apply/field_set.h"

#include <algorithm>

namespace podium::apply {
namespace {

using Node = FieldSet::Node;
using Nodes = std::vector<Node>;

Nodes::const_iterator lower_bound(const Nodes& nodes, const PathElement& element) {
  return std::lower_bound(nodes.begin(), nodes.end(), element,
                          [](const Node& node, const PathElement& wanted) { return node.element < wanted; });
}

void add(FieldSet& set, const Node& node) { set.put(node.element, node.member, node.below); }

// What becomes of the nodes that only one set has.
enum class Lonely { kNone, kOfFirst, kOfBoth };

// Walks two sets side by side; `both` says what becomes of a node that both have.
template <class Both>
FieldSet combine(const FieldSet& a, const FieldSet& b, Lonely lonely, Both both) {
  FieldSet result;
  auto left = a.nodes().begin(), right = b.nodes().begin();
  while (left != a.nodes().end() || right != b.nodes().end()) {
    const int order = left == a.nodes().end()    ? 1
                      : right == b.nodes().end() ? -1
                                                 : compare(left->element, right->element);
    if (order == 0) {
      Branch branch = both(*left, *right);
      result.put(left->element, branch.member, std::move(branch.below));
    } else if (order < 0 ? lonely != Lonely::kNone : lonely == Lonely::kOfBoth) {
      add(result, order < 0 ? *left : *right);
    }
    if (order <= 0) ++left;
    if (order >= 0) ++right;
  }
  return result;
}

void collect(const FieldSet& set, Path& at, std::vector<Path>& paths) {
  for (const Node& node : set.nodes()) {
    if (!node.member) continue;
    at.push_back(node.element);
    paths.push_back(at);
    at.pop_back();
  }
  for (const Node& node : set.nodes()) {
    at.push_back(node.element);
    collect(node.below, at, paths);
    at.pop_back();
  }
}

}  // namespace

FieldSet::FieldSet(std::initializer_list<Path> paths) {
  for (const Path& path : paths) insert(path);
}

bool FieldSet::empty() const { return nodes_.empty(); }

std::size_t FieldSet::size() const {
  std::size_t count = 0;
  for (const Node& node : nodes_) count += (node.member ? 1 : 0) + node.below.size();
  return count;
}

const Node* FieldSet::find(const PathElement& element) const {
  const auto at = lower_bound(nodes_, element);
  return at != nodes_.end() && at->element == element ? &*at : nullptr;
}

const FieldSet& FieldSet::below(const PathElement& element) const {
  static const FieldSet nothing;
  const Node* node = find(element);
  return node ? node->below : nothing;
}

bool FieldSet::has(const Path& path) const {
  const FieldSet* set = this;
  const Node* node = nullptr;
  for (const PathElement& element : path) {
    node = set->find(element);
    if (!node) return false;
    set = &node->below;
  }
  return node && node->member;
}

void FieldSet::insert(const Path& path) {
  FieldSet branch;
  bool member = true;
  for (auto element = path.rbegin(); element != path.rend(); ++element) {
    FieldSet above;
    above.put(*element, member, std::move(branch));
    branch = std::move(above);
    member = false;
  }
  *this = nodes_.empty() ? std::move(branch) : unite(*this, branch);
}

void FieldSet::put(PathElement element, bool member, FieldSet below) {
  if (!member && below.empty()) return;
  if (nodes_.empty() || nodes_.back().element < element) {
    nodes_.push_back({std::move(element), member, std::move(below)});
    return;
  }
  const auto at = nodes_.begin() + (lower_bound(nodes_, element) - nodes_.cbegin());
  if (!(at->element == element)) {
    nodes_.insert(at, {std::move(element), member, std::move(below)});
    return;
  }
  at->member |= member;
  at->below = unite(at->below, below);
}

FieldSet FieldSet::leaves() const {
  FieldSet result;
  for (const Node& node : nodes_) {
    result.put(node.element, node.member && node.below.empty(), node.below.leaves());
  }
  return result;
}

std::vector<Path> FieldSet::paths() const {
  std::vector<Path> paths;
  Path at;
  collect(*this, at, paths);
  return paths;
}

bool operator==(const FieldSet& a, const FieldSet& b) {
  return std::equal(a.nodes().begin(), a.nodes().end(), b.nodes().begin(), b.nodes().end(),
                    [](const Node& left, const Node& right) {
                      return left.member == right.member && left.element == right.element &&
                             left.below == right.below;
                    });
}

FieldSet unite(const FieldSet& a, const FieldSet& b) {
  return combine(a, b, Lonely::kOfBoth, [](const Node& left, const Node& right) {
    return Branch{left.member || right.member, unite(left.below, right.below)};
  });
}

FieldSet intersect(const FieldSet& a, const FieldSet& b) {
  return combine(a, b, Lonely::kNone, [](const Node& left, const Node& right) {
    return Branch{left.member && right.member, intersect(left.below, right.below)};
  });
}

FieldSet subtract(const FieldSet& a, const FieldSet& b) {
  return combine(a, b, Lonely::kOfFirst, [](const Node& left, const Node& right) {
    return Branch{left.member && !right.member, subtract(left.below, right.below)};
  });
}

FieldSet subtract_trees(const FieldSet& a, const FieldSet& b) {
  return combine(a, b, Lonely::kOfFirst, [](const Node& left, const Node& right) {
    if (right.member) return Branch{};
    return Branch{left.member, subtract_trees(left.below, right.below)};
  });
}

}  // namespace podium::apply
