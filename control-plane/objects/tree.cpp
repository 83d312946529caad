#include "control-plane/objects/tree.h"

#include <nlohmann/json.hpp>

namespace podium {

struct Tree::Node {
  RefCount references;
  nlohmann::json value;
};

Tree::Handle::Handle(const Handle& other) : node(other.node) {
  if (node != nullptr) node->references.add();
}

Tree::Handle::~Handle() {
  if (node != nullptr && node->references.drop()) delete node;
}

Tree::Tree(nlohmann::json value) {
  if (!value.is_null()) node_.node = new Node{RefCount(), std::move(value)};
}

const nlohmann::json& Tree::json() const {
  static const nlohmann::json none;
  return node_ ? node_.node->value : none;
}

bool Tree::operator==(const Tree& other) const {
  return node_.node == other.node_.node || json() == other.json();
}

}  // namespace podium
