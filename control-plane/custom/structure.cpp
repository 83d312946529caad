#include "control-plane/custom/structure.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "control-plane/custom/patterns.h"
#include "control-plane/custom/tree.h"

namespace podium::custom {
namespace {

using nlohmann::json;

enum class Level { kRoot, kItem, kField };

const json* find(const json& holder, const char* name) {
  const auto found = holder.is_object() ? holder.find(name) : holder.end();
  return found != holder.end() ? &*found : nullptr;
}

// As Go would leave it out: absent, or its type's zero.
bool is_zero(const json& value) {
  return value.is_null() || value == false || value == "" || (value.is_structured() && value.empty());
}

std::string property_path(const std::string& path, const std::string& name) {
  return path + ".properties[" + name + "]";
}

// The conditions that say the same as x-kubernetes-int-or-string may name types.
bool is_int_or_string(const json& any_of) {
  static const json both = {{{"type", "integer"}}, {{"type", "string"}}};
  return any_of == both;
}

constexpr const char* kEmbedded = "x-kubernetes-embedded-resource";
constexpr const char* kIntOrString = "x-kubernetes-int-or-string";
constexpr const char* kPreserve = "x-kubernetes-preserve-unknown-fields";

// What may stand only outside of conditions, and how that is said.
struct Structural {
  const char *field, *demand;
};
constexpr Structural kStructural[] = {{"type", "empty"},
                                      {"additionalProperties", "undefined"},
                                      {"default", "undefined"},
                                      {"title", "empty"},
                                      {"description", "empty"},
                                      {"nullable", "false"},
                                      {kPreserve, "false"},
                                      {kEmbedded, "false"},
                                      {kIntOrString, "false"},
                                      {"x-kubernetes-list-map-keys", "empty"},
                                      {"x-kubernetes-list-type", "undefined"},
                                      {"x-kubernetes-map-type", "undefined"},
                                      {"x-kubernetes-validations", "empty"}};

class Checker {
 public:
  FieldErrors errors;

  void check(const json& schema, const std::string& path, Level level) {
    check_children(schema, path, level);
    check_extensions(schema, path);
    check_values(schema, path);
    check_type(schema, path, level);
    check_meta(schema, path, level);
    complete_values(schema, &schema, path, path);
  }

 private:
  void check_children(const json& schema, const std::string& path, Level level) {
    if (text_at(schema, "type") == "array" && !schema.contains("items"))
      errors.push_back(required(path + ".items", "must be specified"));
    if (const json& items = object_at(schema, "items"); !items.empty())
      check(items, path + ".items", Level::kItem);
    const json& properties = object_at(schema, "properties");
    for (const auto& [name, property] : properties.items())
      check(property, property_path(path, name), Level::kField);
    const json* others = find(schema, "additionalProperties");
    if (others == nullptr) return;
    const std::string place = path + ".additionalProperties";
    if (level == Level::kRoot) errors.push_back(field_forbidden(place, "must not be used at the root"));
    if (others->is_object()) check(*others, place, Level::kField);
    if (flag_at(schema, kEmbedded))
      errors.push_back(field_forbidden(place, "must not be used if x-kubernetes-embedded-resource is set"));
  }

  void check_extensions(const json& schema, const std::string& path) {
    if (!flag_at(schema, kIntOrString)) return;
    for (const char* other : {kPreserve, kEmbedded}) {
      if (flag_at(schema, other))
        errors.push_back(
            invalid_value(path + "." + other, "true", "must be false if x-kubernetes-int-or-string is true"));
    }
  }

  void check_type(const json& schema, const std::string& path, Level level) {
    const std::string type = text_at(schema, "type"), place = path + ".type";
    const auto wrong = [&](const char* demand) {
      errors.push_back(type.empty() ? required(place, demand) : invalid_text(place, type, demand));
    };
    if (flag_at(schema, kEmbedded) && type != "object")
      wrong("must be object if x-kubernetes-embedded-resource is true");
    else if (type.empty() && !flag_at(schema, kIntOrString) && !flag_at(schema, kPreserve))
      wrong(level == Level::kRoot   ? "must not be empty at the root"
            : level == Level::kItem ? "must not be empty for specified array items"
                                    : "must not be empty for specified object fields");
    if (level == Level::kRoot && !type.empty() && type != "object") wrong("must be object at the root");
  }

  // Of the fields that every object has, a schema may restrict the names alone.
  void check_meta(const json& schema, const std::string& path, Level level) {
    const json& properties = object_at(schema, "properties");
    const bool whole = level == Level::kRoot || flag_at(schema, kEmbedded);
    const auto demand = [&](const char* name, const std::string& type) {
      const json* field = find(properties, name);
      if (whole && field != nullptr && text_at(*field, "type") != type)
        errors.push_back(
            invalid_text(property_path(path, name) + ".type", text_at(*field, "type"), "must be " + type));
    };
    demand("kind", "string");
    demand("apiVersion", "string");
    demand("metadata", "object");
    const json* metadata = find(properties, "metadata");
    if (level == Level::kRoot && metadata != nullptr && !restricts_names_only(*metadata))
      errors.push_back(field_forbidden(
          property_path(path, "metadata"),
          "must not specify anything other than name and generateName, but metadata is implicitly "
          "specified"));
    if (flag_at(schema, kEmbedded) && !flag_at(schema, kPreserve) && properties.empty())
      errors.push_back(required(path + ".properties",
                                "must not be empty if x-kubernetes-embedded-resource is true without "
                                "x-kubernetes-preserve-unknown-fields"));
  }

  static bool restricts_names_only(const json& metadata) {
    for (const auto& [name, part] : metadata.items()) {
      if (name == "type" || name == "default" || is_zero(part)) continue;
      if (name != "properties") return false;
      for (const auto& [field, restriction] : part.items()) {
        if (field != "name" && field != "generateName") return false;
      }
    }
    return true;
  }

  // ---- Conditions: allOf, anyOf, oneOf, not, and what else a value must be. ----

  void check_values(const json& schema, const std::string& path, bool skip_any_of = false) {
    const json &any_of = list_at(schema, "anyOf"), &all_of = list_at(schema, "allOf");
    if (!skip_any_of && !is_int_or_string(any_of)) check_conditions(any_of, path + ".anyOf");
    for (std::size_t i = 0; i < all_of.size(); ++i) {
      const bool both = i == 0 && is_int_or_string(list_at(all_of[i], "anyOf"));
      check_condition(all_of[i], element(path + ".allOf", i), both);
    }
    check_conditions(list_at(schema, "oneOf"), path + ".oneOf");
    if (const json* part = find(schema, "not")) check_condition(*part, path + ".not");
    const std::string pattern = text_at(schema, "pattern");
    if (const std::string fault = pattern_fault(pattern); !fault.empty())
      errors.push_back(invalid_text(path + ".pattern", pattern,
                                    "must be a valid regular expression, but isn't: " + fault));
  }

  void check_conditions(const json& list, const std::string& path) {
    for (std::size_t i = 0; i < list.size(); ++i) check_condition(list[i], element(path, i));
  }

  void check_condition(const json& condition, const std::string& path, bool int_or_string = false) {
    check_values(condition, path, int_or_string);
    if (const json& items = object_at(condition, "items"); !items.empty())
      check_condition(items, path + ".items");
    const json& properties = object_at(condition, "properties");
    for (const auto& [name, property] : properties.items())
      check_condition(property, property_path(path, name));
    for (const Structural& structural : kStructural) {
      const json* found = find(condition, structural.field);
      if (found != nullptr && !is_zero(*found))
        errors.push_back(field_forbidden(path + "." + structural.field,
                                         std::string("must be ") + structural.demand + " to be structural"));
    }
    if (properties.contains("metadata"))
      errors.push_back(
          field_forbidden(property_path(path, "metadata"), "must not be specified in a nested context"));
  }

  // ---- Completeness: what conditions speak of is there. ----

  // `schema`: what the conditions are about, at `place`; null: it says nothing of it.
  void complete_values(const json& conditions, const json* schema, const std::string& place,
                       const std::string& path) {
    for (const char* junctor : {"allOf", "anyOf", "oneOf"}) {
      const json& parts = list_at(conditions, junctor);
      for (std::size_t i = 0; i < parts.size(); ++i)
        complete(parts[i], schema, place, element(path + "." + junctor, i));
    }
    if (const json* part = find(conditions, "not")) complete(*part, schema, place, path + ".not");
  }

  void complete(const json& condition, const json* schema, const std::string& place,
                const std::string& path) {
    if (schema == nullptr) {
      errors.push_back(required(place, "because it is defined in " + path));
      return;
    }
    complete_values(condition, schema, place, path);
    if (const json* items = find(condition, "items"))
      complete(*items, find(*schema, "items"), place + ".items", path + ".items");
    const json& properties = object_at(condition, "properties");
    for (const auto& [name, property] : properties.items())
      complete(property, find(object_at(*schema, "properties"), name.c_str()), property_path(place, name),
               property_path(path, name));
  }
};

}  // namespace

FieldErrors check_structure(const json& schema, const std::string& path) {
  Checker checker;
  checker.check(schema, path, Level::kRoot);
  std::ranges::sort(checker.errors, {}, &FieldError::text);
  return std::move(checker.errors);
}

}  // namespace podium::custom
