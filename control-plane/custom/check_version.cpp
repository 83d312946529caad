#include "control-plane/custom/check_version.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "control-plane/custom/check_schema.h"
#include "control-plane/custom/selectable_path.h"
#include "control-plane/custom/tree.h"

namespace podium::custom {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestWarning = 256;
constexpr std::size_t kMostSelectable = 8;

// ---- Warnings of deprecated versions. ----

void check_deprecation(const json& version, const std::string& path, FieldErrors& errors) {
  if (!version.contains("deprecationWarning")) return;
  const std::string warning = text_at(version, "deprecationWarning"), place = path + ".deprecationWarning";
  const auto wrong = [&](const std::string& why) { errors.push_back(invalid_text(place, warning, why)); };
  if (!flag_at(version, "deprecated")) return wrong("can only be set for deprecated versions");
  if (warning.size() > kLongestWarning) wrong("must be <= 256 characters long");
  if (warning.empty()) wrong("must not be an empty string");
  const auto odd =
      std::ranges::find_if(warning, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
  if (odd != warning.end())
    wrong("must only contain printable UTF-8 characters; non-printable character found at index " +
          std::to_string(odd - warning.begin()));
}

// ---- Paths of columns and of the scale subresource. ----

bool check_path(const std::string& value, const std::string& path, FieldErrors& errors) {
  if (value.starts_with('.')) return true;
  errors.push_back(invalid_text(path, value, "must be a simple json path starting with ."));
  return false;
}

void check_scale_path(const json& scale, const char* field, const std::string& path,
                      const std::string& parent, FieldErrors& errors) {
  const std::string value = text_at(scale, field), place = path + "." + field;
  if (value.empty()) return errors.push_back(required(place));
  if (check_path(value, place, errors) && !value.starts_with(parent + "."))
    errors.push_back(invalid_text(place, value, "should be a json path under " + parent));
}

void check_subresources(const json& subresources, const std::string& path, FieldErrors& errors) {
  if (!subresources.contains("scale")) return;
  const json& scale = object_at(subresources, "scale");
  const std::string place = path + ".scale";
  check_scale_path(scale, "specReplicasPath", place, ".spec", errors);
  check_scale_path(scale, "statusReplicasPath", place, ".status", errors);
  const std::string selector = text_at(scale, "labelSelectorPath");
  if (selector.empty() || !check_path(selector, place + ".labelSelectorPath", errors)) return;
  if (!selector.starts_with(".spec.") && !selector.starts_with(".status."))
    errors.push_back(invalid_text(place + ".labelSelectorPath", selector,
                                  "should be a json path under either .spec or .status"));
}

void check_choice(const std::string& value, const std::vector<std::string>& choices, bool needed,
                  const std::string& path, FieldErrors& errors) {
  if (value.empty() && !needed) return;
  if (std::ranges::find(choices, value) != choices.end()) return;
  std::string list;
  for (const std::string& choice : choices) list += (list.empty() ? "must be one of " : ",") + choice;
  errors.push_back(value.empty() ? required(path, list) : invalid_text(path, value, list));
}

void check_columns(const json& columns, const std::string& path, FieldErrors& errors) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const std::string at = element(path, i), json_path = text_at(columns[i], "jsonPath");
    if (text_at(columns[i], "name").empty()) errors.push_back(required(at + ".name"));
    check_choice(text_at(columns[i], "type"), {"boolean", "date", "integer", "number", "string"}, true,
                 at + ".type", errors);
    check_choice(text_at(columns[i], "format"),
                 {"byte", "date", "date-time", "double", "float", "int32", "int64", "password"}, false,
                 at + ".format", errors);
    if (json_path.empty())
      errors.push_back(required(at + ".JSONPath"));
    else
      check_path(json_path, at + ".JSONPath", errors);
  }
}

// ---- Fields that objects can be selected by. ----

void check_selectable(const json& fields, const json& schema, const std::string& path, FieldErrors& errors) {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::string json_path = text_at(fields[i], "jsonPath"), place = element(path, i) + ".jsonPath";
    if (json_path.empty()) {
      errors.push_back(required(place));
      continue;
    }
    const SelectablePath found = find_selectable(schema, json_path);
    for (const std::string& fault : found.faults) errors.push_back(invalid_text(place, json_path, fault));
    if (!found.exists) continue;
    if (!seen.insert(json_path).second) errors.push_back(duplicate(place, json_path));
  }
  if (seen.size() > kMostSelectable)
    errors.push_back({"Too many", "FieldValueTooMany", path,
                      "Too many: " + std::to_string(seen.size()) + ": must have at most " +
                          std::to_string(kMostSelectable) + " items"});
}

// ---- Schemas. ----

// A status that is written apart is validated apart, so the whole may not depend on it.
void check_root(const json& schema, bool has_status, const std::string& path, FieldErrors& errors) {
  static constexpr const char* kOfAll[] = {"allOf",         "anyOf",
                                           "oneOf",         "not",
                                           "enum",          "additionalProperties",
                                           "minProperties", "maxProperties",
                                           "default",       "x-kubernetes-list-type"};
  if (flag_at(schema, "nullable"))
    errors.push_back(field_forbidden(path + ".nullable", "nullable cannot be true at the root"));
  for (const char* field : kOfAll) {
    if (!has_status || !schema.contains(field)) continue;
    errors.push_back(invalid_value(
        path, schema.dump(),
        "only [Description Type Format Title Maximum ExclusiveMaximum Minimum ExclusiveMinimum MaxLength "
        "MinLength Pattern MaxItems MinItems UniqueItems MultipleOf Required Items Properties ExternalDocs "
        "Example XPreserveUnknownFields XValidations] fields are allowed at the root of the schema if the "
        "status subresource is enabled"));
    return;
  }
}

const json& schema_of(const json& version) {
  return object_at(object_at(version, "schema"), "openAPIV3Schema");
}

bool has_status(const json& version) { return object_at(version, "subresources").contains("status"); }

// The part that all versions have alike; null if there is none, or there are several.
const json* common(const json& versions, const char* part) {
  const json* first = nullptr;
  for (const json& version : versions) {
    const auto found = version.find(part);
    if (found == version.end() || found->empty()) return nullptr;
    if (first != nullptr && *first != *found) return nullptr;
    first = &*found;
  }
  return first;
}

class Checker {
 public:
  Checker(const json& versions, FieldErrors& errors) : versions_(versions), errors_(errors) {}

  // The versions' own parts first, as upstream.
  void check() {
    for (std::size_t i = 0; i < versions_.size(); ++i) {
      const std::string path = element("spec.versions", i);
      if (schema_of(versions_[i]).empty())
        errors_.push_back(required(path + ".schema.openAPIV3Schema", "schemas are required"));
      check_deprecation(versions_[i], path, errors_);
    }
    each("schema", "spec.validation", [this](const json& version, const std::string& path) {
      const json& schema = schema_of(version);
      if (schema.empty()) return;
      const std::string place = path + ".openAPIV3Schema";
      const bool any_status = std::ranges::any_of(versions_, has_status);
      check_root(schema, path == "spec.validation" ? any_status : has_status(version), place, errors_);
      check_schema(schema, place, errors_);
    });
    each("subresources", "spec.subresources", [this](const json& version, const std::string& path) {
      check_subresources(object_at(version, "subresources"), path, errors_);
    });
    each("additionalPrinterColumns", "spec.additionalPrinterColumns",
         [this](const json& version, const std::string& path) {
           check_columns(list_at(version, "additionalPrinterColumns"), path, errors_);
         });
    each("selectableFields", "spec.selectableFields", [this](const json& version, const std::string& path) {
      check_selectable(list_at(version, "selectableFields"), schema_of(version), path, errors_);
    });
  }

 private:
  // check(version, path of the part): once if all versions have the part alike, else for each version.
  template <typename Check>
  void each(const char* part, const std::string& common_path, const Check& check) {
    if (common(versions_, part) != nullptr) return check(versions_[0], common_path);
    for (std::size_t i = 0; i < versions_.size(); ++i)
      check(versions_[i], element("spec.versions", i) + "." + part);
  }

  const json& versions_;
  FieldErrors& errors_;
};

}  // namespace

void check_versions(const json& spec, FieldErrors& errors) {
  Checker(list_at(spec, "versions"), errors).check();
}

}  // namespace podium::custom
