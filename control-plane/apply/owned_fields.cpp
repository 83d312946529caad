#include "control-plane/apply/owned_fields.h"

#include <nlohmann/json.hpp>

#include "control-plane/apply/elements.h"

namespace podium::apply {
namespace {

using nlohmann::json;

Branch owned(const Place& place, const json& value);

Branch owned_members(const Place& place, const json& object) {
  Branch branch;
  for (const auto& [name, value] : object.items()) {
    Branch below = owned(place.member(name), value);
    const bool empty = value.is_null() || (value.is_object() && value.empty());
    below.member |= empty || !place.declares(name);
    branch.put(PathElement::field(name), std::move(below));
  }
  return branch;
}

// An element is a member beside what it consists of. Of elements with the same name nothing more is said.
Branch owned_elements(const Place& place, const json& list) {
  Branch branch;
  const Elements elements(place, &list);
  for (const auto& [name, entry] : elements.entries()) {
    Branch below = entry.values.size() == 1 ? owned(place.element(), *entry.values.front()) : Branch();
    below.member = true;
    branch.put(name, std::move(below));
  }
  return branch;
}

Branch owned(const Place& place, const json& value) {
  switch (place.division(value)) {
    case Division::kMembers: return value.is_object() ? owned_members(place, value) : Branch();
    case Division::kElements: return owned_elements(place, value);
    case Division::kWhole: break;
  }
  return Branch{true, {}};
}

Place below(const Place& place, const PathElement& element) {
  return element.kind == PathElement::Kind::kField ? place.member(element.name) : place.element();
}

}  // namespace

FieldSet owned_fields(const schema::Type& type, const json& value) {
  return owned(Place{&type}, value).below;
}

FieldSet with_named_fields(const Place& place, const FieldSet& set) {
  FieldSet result;
  for (const FieldSet::Node& node : set.nodes()) {
    const bool named = node.element.kind == PathElement::Kind::kField && place.declares(node.element.name);
    result.put(node.element, node.member || (named && !node.below.empty()),
               with_named_fields(below(place, node.element), node.below));
  }
  return result;
}

}  // namespace podium::apply
