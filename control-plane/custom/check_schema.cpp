#include "control-plane/custom/check_schema.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "control-plane/custom/tree.h"
#include "control-plane/custom/validate.h"

namespace podium::custom {
namespace {

using nlohmann::json;

// What may stand in a structural schema only outside of its junctors.
constexpr const char* kStructure[] = {"type",     "default",     "additionalProperties",
                                      "nullable", "description", "x-kubernetes-preserve-unknown-fields"};

void check_junctor(const json& schema, const std::string& path, FieldErrors& errors) {
  for (const char* field : kStructure) {
    if (schema.contains(field) && !(schema[field] == ""))
      errors.push_back(field_forbidden(path + "." + field, "must be empty to be structural"));
  }
}

void check_lists(const json& schema, const std::string& path, FieldErrors& errors) {
  const std::string kind = text_at(schema, "x-kubernetes-list-type");
  if (kind.empty()) return;
  if (text_at(schema, "type") != "array")
    errors.push_back(invalid_text(path + ".type", text_at(schema, "type"),
                                  "must be array if x-kubernetes-list-type is specified"));
  if (kind != "atomic" && kind != "set" && kind != "map")
    errors.push_back(not_supported(path + ".x-kubernetes-list-type", kind, {"atomic", "map", "set"}));
  const json& keys = list_at(schema, "x-kubernetes-list-map-keys");
  if (kind == "map" && keys.empty())
    errors.push_back(
        required(path + ".x-kubernetes-list-map-keys", "must not be empty if x-kubernetes-list-type is map"));
  const json& items = object_at(schema, "items");
  const json& needed = list_at(items, "required");
  for (const json& key : keys) {
    const json& property =
        object_at(object_at(items, "properties"), key.get_ref<const std::string&>().c_str());
    const bool always = std::ranges::find(needed, key) != needed.end() || property.contains("default");
    if (kind == "map" && !always)
      errors.push_back(
          required(path + ".items.properties[" + key.get<std::string>() + "].default",
                   "this property is in x-kubernetes-list-map-keys, so it must have a default or be a "
                   "required property"));
  }
}

void check_part(const json& schema, const std::string& path, bool root, FieldErrors& errors) {
  const std::string type = text_at(schema, "type");
  const bool untyped = flag_at(schema, "x-kubernetes-int-or-string") ||
                       flag_at(schema, "x-kubernetes-preserve-unknown-fields");
  if (root && type != "object")
    errors.push_back(type.empty() ? required(path + ".type", "must not be empty at the root")
                                  : invalid_text(path + ".type", type, "must be object at the root"));
  else if (!root && type.empty() && !untyped)
    errors.push_back(required(path + ".type", "must not be empty for specified object fields"));
  if (schema.contains("$ref")) errors.push_back(field_forbidden(path + ".$ref", "$ref is not supported"));
  if (flag_at(schema, "uniqueItems"))
    errors.push_back(
        field_forbidden(path + ".uniqueItems",
                        "uniqueItems cannot be set to true since the runtime complexity becomes quadratic"));
  if (schema.contains("additionalProperties") && !object_at(schema, "properties").empty())
    errors.push_back(field_forbidden(path + ".additionalProperties",
                                     "additionalProperties and properties are mutual exclusive"));
  if (type == "array" && !schema.contains("items")) errors.push_back(required(path + ".items"));
  check_lists(schema, path, errors);
  if (schema.contains("default") && !root) {
    for (FieldError& error : validate(schema, schema["default"])) {
      error.field = path + ".default" + (error.field.empty() ? "" : "." + error.field);
      errors.push_back(std::move(error));
    }
  }
}

void check(const json& schema, const std::string& path, bool root, FieldErrors& errors) {
  check_part(schema, path, root, errors);
  for (const auto& [name, property] : object_at(schema, "properties").items()) {
    if (!(root && name == "metadata")) check(property, path + ".properties[" + name + "]", false, errors);
  }
  if (const json& items = object_at(schema, "items"); !items.empty())
    check(items, path + ".items", false, errors);
  if (const json& others = object_at(schema, "additionalProperties"); !others.empty())
    check(others, path + ".additionalProperties", false, errors);
  if (flag_at(schema, "x-kubernetes-int-or-string")) return;
  for (const char* junctor : {"allOf", "anyOf", "oneOf"}) {
    const json& parts = list_at(schema, junctor);
    for (std::size_t i = 0; i < parts.size(); ++i)
      check_junctor(parts[i], element(path + "." + junctor, i), errors);
  }
  if (const json& part = object_at(schema, "not"); !part.empty()) check_junctor(part, path + ".not", errors);
}

}  // namespace

void check_schema(const json& schema, const std::string& path, FieldErrors& errors) {
  check(schema, path, true, errors);
}

}  // namespace podium::custom
