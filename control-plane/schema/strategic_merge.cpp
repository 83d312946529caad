#include <algorithm>
#include <nlohmann/json.hpp>

#include "control-plane/schema/element_order.h"
#include "control-plane/schema/go_print.h"
#include "control-plane/schema/patch.h"

namespace podium::schema {
namespace {

using nlohmann::json;

constexpr const char* kPatch = "$patch";
constexpr const char* kRetainKeys = "$retainKeys";
constexpr std::string_view kSetElementOrder = "$setElementOrder/";
constexpr std::string_view kDeleteFromPrimitiveList = "$deleteFromPrimitiveList/";

// Thrown within this file only: a patch may be refused at any depth.
struct Refused {
  PatchError error;
};

[[noreturn]] void bad_request(std::string message) { throw Refused{{400, "BadRequest", std::move(message)}}; }
[[noreturn]] void rejected() {
  throw Refused{{422, "Invalid", "the server rejected our request due to an error in our request"}};
}
[[noreturn]] void internal(std::string message) { throw Refused{{500, "", std::move(message)}}; }

bool is_directive(const std::string& key) {
  return key == kRetainKeys || key.starts_with(kSetElementOrder) || key.starts_with(kDeleteFromPrimitiveList);
}

const Field* field_of(const Type* type, std::string_view key) {
  return type && type->shape == Shape::kStruct ? type->find(key) : nullptr;
}

const Type* member_type(const Type* type, std::string_view key) {
  if (type && type->shape == Shape::kMap) return type->element;
  const Field* field = field_of(type, key);
  return field ? field->type : nullptr;
}

void merge_map(const Type* type, json& original, const json& patch);

// The value of an element's merge key, which it must have.
const json& merge_value(const json& element, const std::string& key) {
  const auto at = element.find(key);
  if (at == element.end())
    internal("map: " + go_print(element) + " does not contain declared merge key: " + key);
  return *at;
}

json* find_element(json& list, const std::string& key, const json& value) {
  for (json& element : list) {
    if (element.is_object() && merge_value(element, key) == value) return &element;
  }
  return nullptr;
}

// What a patch means where there is nothing yet: its directives act on nothing, its nulls delete nothing.
json without_directives(const Type* type, const json& patch) {
  if (patch.is_object()) {
    json fresh = json::object();
    merge_map(type, fresh, patch);
    return fresh;
  }
  if (!patch.is_array()) return patch;
  json fresh = json::array();
  for (const json& element : patch) {
    const bool special = element.is_object() && element.contains(kPatch);
    if (special && element[kPatch] != "merge") continue;
    fresh.push_back(without_directives(type ? type->element : nullptr, element));
  }
  return fresh;
}

// Carries out the elements of a patch list that say `$patch`; returns the others.
json take_special_elements(json& original, const json& patch, const std::string& key) {
  json plain = json::array();
  bool replace = false;
  for (const json& element : patch) {
    const auto directive = element.find(kPatch);
    if (directive == element.end()) {
      plain.push_back(element);
    } else if (*directive == "delete") {
      const json& value = merge_value(element, key);
      std::erase_if(original.get_ref<json::array_t&>(),
                    [&](const json& old) { return merge_value(old, key) == value; });
    } else if (*directive == "replace") {
      replace = true;
    } else if (*directive == "merge") {
      internal("merging lists cannot yet be specified in the patch");
    } else {
      internal("unknown patch type: " + go_print(*directive) + " in map: " + go_print(element));
    }
  }
  if (replace) original = json::array();
  return plain;
}

void require_one_kind_of_elements(const json& original, const json& patch) {
  const json* first = nullptr;
  for (const json* list : {&original, &patch}) {
    for (const json& element : *list) {
      if (element.is_array()) rejected();
      if (!first) first = &element;
      if (element.is_object() != first->is_object())
        internal("list element types are not identical: " + go_print(*list));
    }
  }
}

void merge_list(const Field& field, json& original, const json& patch) {
  require_one_kind_of_elements(original, patch);
  const json before = original;
  const bool structs =
      !patch.empty() ? patch.front().is_object() : !original.empty() && original.front().is_object();
  if (!structs) {
    for (const json& element : patch) {
      if (std::find(original.begin(), original.end(), element) == original.end()) original.push_back(element);
    }
    order_elements(original, patch, before, "");
    return;
  }
  if (field.merge_key.empty()) internal("cannot merge lists without merge key for " + field.type->go_name);
  const json plain = take_special_elements(original, patch, field.merge_key);
  for (const json& element : plain) {
    json* old = find_element(original, field.merge_key, merge_value(element, field.merge_key));
    if (old) {
      merge_map(field.type->element, *old, element);
    } else {
      original.push_back(without_directives(field.type->element, element));
    }
  }
  order_elements(original, plain, before, field.merge_key);
}

void delete_from_primitive_list(json& original, const json& patch) {
  if (!patch.is_array()) bad_request("invalid patch format of primitive list");
  std::erase_if(original.get_ref<json::array_t&>(), [&](const json& element) {
    return std::find(patch.begin(), patch.end(), element) != patch.end();
  });
}

// Deletes every key that $retainKeys does not name. A patch may set only keys that it names.
void retain_keys(json& original, const json& patch, const json& keys) {
  if (!keys.is_array()) bad_request("invalid patch format of retainKeys");
  const auto named = [&](const std::string& key) {
    return std::find(keys.begin(), keys.end(), key) != keys.end();
  };
  for (const auto& [key, value] : patch.items()) {
    if (!value.is_null() && !is_directive(key) && !named(key))
      bad_request("invalid patch format of retainKeys");
  }
  std::erase_if(original.get_ref<json::object_t&>(),
                [&](const auto& member) { return !named(member.first); });
}

void merge_member(const Type* type, json& original, const std::string& key, const json& patch) {
  const auto at = original.find(key);
  if (patch.is_null()) {
    if (at != original.end()) original.erase(at);
    return;
  }
  const Field* field = field_of(type, key);
  if (at == original.end() || at->type() != patch.type()) {
    original[key] = without_directives(member_type(type, key), patch);
  } else if (patch.is_object() && !(field && field->replace)) {
    merge_map(member_type(type, key), *at, patch);
  } else if (patch.is_array() && field && field->merge) {
    merge_list(*field, *at, patch);
  } else {
    *at = without_directives(member_type(type, key), patch);
  }
}

// Every element that a patch brings must have its place in the order.
void require_order_of(const json& list, const json& order, const std::string& merge_key) {
  std::size_t place = 0;
  for (const json& element : list) {
    if (element.is_object() && element.contains(kPatch)) continue;
    while (place < order.size() && !same_element(order[place], element, merge_key)) ++place;
    if (place++ < order.size()) continue;
    internal("The order in patch list:\n" + go_print(list) + "\n doesn't match " +
             std::string(kSetElementOrder.substr(0, kSetElementOrder.size() - 1)) + " list:\n" +
             go_print(order) + "\n");
  }
}

// Carries out $setElementOrder/<name>, after the list itself was merged.
void set_element_order(const Type* type, json& original, const json& before, const std::string& name,
                       const json& patch, const json& order) {
  if (!order.is_array()) bad_request("invalid patch format of setElementOrder list");
  const Field* field = field_of(type, name);
  const std::string merge_key = field ? field->merge_key : "";
  const auto patch_list = patch.find(name);
  if (patch_list != patch.end() && patch_list->is_array()) require_order_of(*patch_list, order, merge_key);
  const auto list = original.find(name);
  if (list == original.end() || !list->is_array()) return;
  const auto old = before.find(name);
  order_elements(*list, order, old != before.end() && old->is_array() ? *old : json::array(), merge_key);
}

void merge_map(const Type* type, json& original, const json& patch) {
  if (const auto directive = patch.find(kPatch); directive != patch.end() && *directive != "merge") {
    if (*directive != "replace" && *directive != "delete") {
      internal("unknown patch type: " + go_print(*directive) + " in map: " + go_print(patch));
    }
    json rest = *directive == "replace" ? patch : json::object();
    rest.erase(kPatch);
    original = std::move(rest);
    return;
  }
  if (const auto keys = patch.find(kRetainKeys); keys != patch.end()) retain_keys(original, patch, *keys);
  json before = json::object();  // the lists that get an order, as they were
  for (const auto& [key, value] : patch.items()) {
    if (!key.starts_with(kSetElementOrder)) continue;
    const std::string name = key.substr(kSetElementOrder.size());
    if (const auto list = original.find(name); list != original.end()) before[name] = *list;
  }
  for (const auto& [key, value] : patch.items()) {
    if (!key.starts_with(kDeleteFromPrimitiveList)) continue;
    const auto list = original.find(key.substr(kDeleteFromPrimitiveList.size()));
    if (list != original.end() && list->is_array()) delete_from_primitive_list(*list, value);
  }
  for (const auto& [key, value] : patch.items()) {
    if (!is_directive(key) && key != kPatch) merge_member(type, original, key, value);
  }
  for (const auto& [key, value] : patch.items()) {
    if (!key.starts_with(kSetElementOrder)) continue;
    set_element_order(type, original, before, key.substr(kSetElementOrder.size()), patch, value);
  }
}

}  // namespace

PatchError apply_strategic_merge_patch(const Type& type, json& object, const json& patch) {
  if (!patch.is_object() || !object.is_object()) return {400, "BadRequest", "invalid JSON document"};
  json patched = object;
  try {
    merge_map(&type, patched, patch);
  } catch (const Refused& refused) {
    return refused.error;
  }
  object = std::move(patched);
  return {};
}

}  // namespace podium::schema
