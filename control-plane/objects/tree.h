// JSON that no behaviour of ours looks into: kept as it came and shown as it was. One pointer.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "control-plane/objects/ref.h"

namespace podium {

class Tree {
 public:
  Tree() = default;
  explicit Tree(nlohmann::json value);  // null makes an absent tree

  explicit operator bool() const { return static_cast<bool>(node_); }
  // The JSON value; null if absent.
  const nlohmann::json& json() const;
  bool operator==(const Tree& other) const;

 private:
  struct Node;
  // Counted by hand, so that the header needs no definition of json.
  struct Handle {
    Handle() = default;
    Handle(const Handle& other);
    Handle(Handle&& other) noexcept : node(std::exchange(other.node, nullptr)) {}
    Handle& operator=(Handle other) noexcept {
      std::swap(node, other.node);
      return *this;
    }
    ~Handle();
    explicit operator bool() const { return node != nullptr; }
    const Node* node = nullptr;
  };
  Handle node_;
};

}  // namespace podium
