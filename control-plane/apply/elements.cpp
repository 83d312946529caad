#include "control-plane/apply/elements.h"

#include <nlohmann/json.hpp>

namespace podium::apply {
namespace {

using nlohmann::json;
using schema::ListKind;

Address fail(std::string error) { return {std::nullopt, std::move(error)}; }

Address address_in_set(const json& element) {
  if (element.is_null()) return fail("associative list without keys has an element that's an explicit null");
  if (element.is_object()) return fail("associative list without keys has an element that's a map type");
  if (element.is_array()) return fail("not supported: associative list with lists as elements");
  return {PathElement::value(*scalar_of(element)), ""};
}

// The value of a key, of an element that may leave it out.
std::optional<Scalar> key_value(const Place& list, const json& element, const std::string& key) {
  if (const auto at = element.find(key); at != element.end()) return scalar_of(*at);
  const schema::Field* field = list.type->element ? list.type->element->find(key) : nullptr;
  if (!field || field->key_default.empty()) return std::nullopt;
  return Scalar(field->key_default);
}

}  // namespace

Address address_of(const Place& list, const json& element) {
  if (list.field->list == ListKind::kSet) return address_in_set(element);
  if (element.is_null()) return fail("associative list with keys may not have a null element");
  if (!element.is_object()) return fail("associative list with keys may not have non-map elements");
  std::vector<KeyPart> parts;
  for (const std::string& key : list.field->keys) {
    std::optional<Scalar> value = key_value(list, element, key);
    if (!value) {
      return fail("associative list with keys has an element that omits key field \"" + key +
                  "\" (and doesn't have default value)");
    }
    parts.push_back({key, std::move(*value)});
  }
  return {PathElement::key(std::move(parts)), ""};
}

Elements::Elements(const Place& place, const json* list) {
  if (!list || !list->is_array()) return;
  items_.reserve(list->size());
  for (const json& element : *list) {
    Address address = address_of(place, element);
    Entry* entry = nullptr;
    if (address.element) {
      entry =
          &entries_.try_emplace(*address.element, Entry{*address.element, entries_.size(), {}}).first->second;
      entry->values.push_back(&element);
    }
    items_.push_back({&element, entry});
  }
}

const Elements::Entry* Elements::find(const PathElement& name) const {
  const auto at = entries_.find(name);
  return at != entries_.end() ? &at->second : nullptr;
}

}  // namespace podium::apply
