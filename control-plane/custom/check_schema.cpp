#include "control-plane/custom/check_schema.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "control-plane/custom/prune.h"
#include "control-plane/custom/structure.h"
#include "control-plane/custom/tree.h"
#include "control-plane/custom/validate.h"
#include "control-plane/schema/decode.h"
#include "control-plane/schema/table.h"

namespace podium::custom {
namespace {

using nlohmann::json;

// Calls `visit` for each schema of a field, an element or another value within: visit(schema, path).
template <typename Visit>
void each_value(const json& schema, const std::string& path, const Visit& visit) {
  const json& properties = object_at(schema, "properties");
  for (const auto& [name, property] : properties.items()) visit(property, path + ".properties[" + name + "]");
  for (const char* part : {"items", "additionalProperties"}) {
    if (const json& inner = object_at(schema, part); !inner.empty()) visit(inner, path + "." + part);
  }
}

// And for each condition.
template <typename Visit>
void each_part(const json& schema, const std::string& path, const Visit& visit) {
  each_value(schema, path, visit);
  if (const json& inner = object_at(schema, "not"); !inner.empty()) visit(inner, path + ".not");
  for (const char* junctor : {"allOf", "oneOf", "anyOf"}) {
    const json& parts = list_at(schema, junctor);
    for (std::size_t i = 0; i < parts.size(); ++i) visit(parts[i], element(path + "." + junctor, i));
  }
}

// The schema is a typed part of its definition, but for `items` and `additionalProperties`, which have other
// forms, too. `known`: it is part of what has been read already.
void check_form(const json& schema, const std::string& path, bool known, FieldErrors& errors) {
  if (!known) {
    json read;
    const schema::Type& type = *schema::kubernetes().find_type("apiextensions/v1.JSONSchemaProps");
    if (const schema::Decoding decoding = schema::decode_tree(type, schema, read); !decoding.ok())
      return errors.push_back(invalid_text(path, "", decoding.error));
  }
  each_part(schema, path, [&](const json& part, const std::string& place) {
    check_form(part, place, !place.ends_with(".items") && !place.ends_with(".additionalProperties"), errors);
  });
}

// What the OpenAPI language has and Kubernetes leaves out. False if there is nothing of it.
bool check_unsupported(const json& schema, const std::string& path, FieldErrors& errors) {
  const std::size_t before = errors.size();
  const auto forbid = [&](const std::string& field, const std::string& why) {
    errors.push_back(field_forbidden(path + "." + field, why));
  };
  for (const char* field :
       {"id", "additionalItems", "patternProperties", "definitions", "dependencies", "$ref"}) {
    const auto found = schema.find(field);
    if (found != schema.end() && *found != "") forbid(field, std::string(field) + " is not supported");
  }
  if (text_at(schema, "type") == "null")
    forbid("type", "type cannot be set to null, use nullable as an alternative");
  if (schema.contains("items") && schema["items"].is_array())
    forbid("items", "items must be a schema object and not an array");
  bool found = errors.size() > before;
  each_part(schema, path, [&](const json& part, const std::string& place) {
    found = check_unsupported(part, place, errors) || found;
  });
  return found;
}

void check_keywords(const json& schema, const std::string& path, FieldErrors& errors) {
  static const std::vector<std::string> kTypes = {"array",  "boolean", "integer",
                                                  "number", "object",  "string"};
  const std::string type = text_at(schema, "type");
  if (!type.empty() && std::ranges::find(kTypes, type) == kTypes.end())
    errors.push_back(not_supported(path + ".type", type, kTypes));
  if (flag_at(schema, "uniqueItems"))
    errors.push_back(
        field_forbidden(path + ".uniqueItems",
                        "uniqueItems cannot be set to true since the runtime complexity becomes quadratic"));
  const auto others = schema.find("additionalProperties");
  if (others != schema.end() && *others != true && !object_at(schema, "properties").empty())
    errors.push_back(field_forbidden(path + ".additionalProperties",
                                     "additionalProperties and properties are mutual exclusive"));
  const char* preserve = "x-kubernetes-preserve-unknown-fields";
  if (schema.contains(preserve) && schema[preserve] == false)
    errors.push_back(invalid_value(path + "." + preserve, "false", "must be true or undefined"));
  check_list_kind(schema, path, errors);
  each_part(schema, path,
            [&](const json& part, const std::string& place) { check_keywords(part, place, errors); });
}

// Defaults fit what they are defaults of. `meta`: the field of every object that this is about or within.
void check_defaults(const json& schema, const std::string& path, const std::string& meta,
                    FieldErrors& errors) {
  if (schema.contains("default")) {
    const std::string place = path + ".default";
    if (!meta.empty()) errors.push_back(field_forbidden(place, "must not be set in top-level " + meta));
    json pruned = schema["default"];
    std::vector<std::string> unknown;
    prune_part(schema, pruned, unknown);
    if (!unknown.empty())
      errors.push_back(invalid_value(place, go_text(schema["default"]), "must not have unknown fields"));
    for (FieldError& error : validate_part(schema, schema["default"])) {
      const bool joined = error.field.empty() || error.field.starts_with('[');
      error.field = place + (joined ? "" : ".") + error.field;
      errors.push_back(std::move(error));
    }
  }
  each_value(schema, path,
             [&](const json& part, const std::string& place) { check_defaults(part, place, meta, errors); });
}

void check_root_defaults(const json& schema, const std::string& path, FieldErrors& errors) {
  const json& properties = object_at(schema, "properties");
  for (const auto& [name, property] : properties.items()) {
    const bool of_every_object = name == "metadata" || name == "kind" || name == "apiVersion";
    check_defaults(property, path + ".properties[" + name + "]", of_every_object ? name : "", errors);
  }
}

}  // namespace

void check_schema(const json& schema, const std::string& path, FieldErrors& errors) {
  FieldErrors found;
  check_form(schema, path, false, found);
  if (found.empty()) {
    const bool unsupported = check_unsupported(schema, path, found);
    if (!unsupported) found = check_structure(schema, path);
    if (found.empty()) check_root_defaults(schema, path, found);
    check_keywords(schema, path, found);
  }
  errors.insert(errors.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
}

}  // namespace podium::custom
