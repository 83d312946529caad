#include "control-plane/objects/node_selector.h"

#include <charconv>
#include <optional>

namespace podium {
namespace {

std::optional<std::int64_t> integer(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool listed(const List<Text>& values, const Text& value) {
  for (const Text& v : values) {
    if (v == value) return true;
  }
  return false;
}

// Gt and Lt compare integers; anything else never compares true.
bool compares(const NodeSelectorRequirement& need, const Text& value) {
  if (need.values.size() != 1) return false;
  const auto left = integer(value), right = integer(need.values[0]);
  if (!left || !right) return false;
  return need.operator_ == "Gt" ? *left > *right : *left < *right;
}

bool holds(const NodeSelectorRequirement& need, const Text* value) {
  if (need.operator_ == "In") return value != nullptr && listed(need.values, *value);
  if (need.operator_ == "NotIn") return value == nullptr || !listed(need.values, *value);
  if (need.operator_ == "Exists") return value != nullptr;
  if (need.operator_ == "DoesNotExist") return value == nullptr;
  if (need.operator_ == "Gt" || need.operator_ == "Lt") return value != nullptr && compares(need, *value);
  return false;
}

}  // namespace

bool matches(const NodeSelectorTerm& term, const Node& node) {
  if (term.match_expressions.empty() && term.match_fields.empty()) return false;
  for (const NodeSelectorRequirement& need : term.match_expressions) {
    if (!holds(need, node.metadata.labels.find(need.key))) return false;
  }
  for (const NodeSelectorRequirement& need : term.match_fields) {
    if (!holds(need, need.key == "metadata.name" ? &node.metadata.name : nullptr)) return false;
  }
  return true;
}

bool matches(const NodeSelector& selector, const Node& node) {
  for (const NodeSelectorTerm& term : selector.node_selector_terms) {
    if (matches(term, node)) return true;
  }
  return false;
}

const NodeAffinity* node_affinity_of(const PodSpec& spec) {
  return spec.affinity.value().node_affinity.get();
}

bool wanted_by(const PodSpec& spec, const Node& node) {
  for (const auto& [key, value] : spec.node_selector) {
    const Text* present = node.metadata.labels.find(key);
    if (present == nullptr || !(*present == value)) return false;
  }
  const NodeAffinity* affinity = node_affinity_of(spec);
  return affinity == nullptr || !affinity->required || matches(*affinity->required, node);
}

}  // namespace podium
