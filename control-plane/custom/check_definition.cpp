#include "control-plane/custom/check_definition.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "control-plane/custom/check_schema.h"
#include "control-plane/custom/tree.h"
#include "control-plane/rules/names.h"

namespace podium::custom {
namespace {

using nlohmann::json;

class Checker {
 public:
  Checker(const json& spec, FieldErrors& errors)
      : spec_(spec), names_(object_at(spec, "names")), errors_(errors) {}

  void check(const std::string& name) {
    const std::string group = text_at(spec_, "group"), plural = text_at(names_, "plural");
    if (name != plural + "." + group)
      errors_.push_back(invalid_text("metadata.name", name, "must be spec.names.plural+\".\"+spec.group"));
    check_group(group);
    const std::string scope = text_at(spec_, "scope");
    if (scope.empty())
      errors_.push_back(required("spec.scope"));
    else if (scope != "Cluster" && scope != "Namespaced")
      errors_.push_back(not_supported("spec.scope", scope, {"Cluster", "Namespaced"}));
    if (flag_at(spec_, "preserveUnknownFields"))
      errors_.push_back(invalid_value("spec.preserveUnknownFields", "true",
                                      "must be false in order to use defaults in the schema"));
    check_names();
    check_versions();
    check_conversion();
  }

 private:
  void check_group(const std::string& group) {
    if (group.empty()) return errors_.push_back(required("spec.group"));
    if (const std::string fault = dns_subdomain_fault(group); !fault.empty())
      errors_.push_back(invalid_text("spec.group", group, fault));
    else if (group.find('.') == std::string::npos)
      errors_.push_back(invalid_text("spec.group", group, "should be a domain with at least one dot"));
  }

  void check_name(const char* field, bool needed) {
    const std::string name = text_at(names_, field), path = std::string("spec.names.") + field;
    if (name.empty()) {
      if (needed) errors_.push_back(required(path));
      return;
    }
    std::string lower = name;
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
    const bool any_case = std::string_view(field) == "kind" || std::string_view(field) == "listKind";
    if (const std::string fault = dns_1035_label_fault(any_case ? lower : name); !fault.empty())
      errors_.push_back(invalid_text(path, name, fault));
  }

  void check_names() {
    for (const char* field : {"plural", "singular", "kind", "listKind"}) check_name(field, true);
    if (!text_at(names_, "kind").empty() && text_at(names_, "kind") == text_at(names_, "listKind"))
      errors_.push_back(invalid_text("spec.names.listKind", text_at(names_, "listKind"),
                                     "kind and listKind may not be the same"));
  }

  void check_versions() {
    const json& versions = list_at(spec_, "versions");
    int stored = 0;
    std::vector<std::string> seen;
    for (std::size_t i = 0; i < versions.size(); ++i) {
      const std::string path = element("spec.versions", i), name = text_at(versions[i], "name");
      stored += versions[i].value("storage", false);
      if (const std::string fault = dns_1035_label_fault(name); !fault.empty())
        errors_.push_back(invalid_text(path + ".name", name, fault));
      if (std::ranges::find(seen, name) != seen.end())
        errors_.push_back(invalid_text(path + ".name", name, "must contain no duplicates"));
      seen.push_back(name);
      const json& schema = object_at(object_at(versions[i], "schema"), "openAPIV3Schema");
      if (schema.empty())
        errors_.push_back(required(path + ".schema.openAPIV3Schema", "schemas are required"));
      else
        check_schema(schema, path + ".schema.openAPIV3Schema", errors_);
      check_subresources(object_at(versions[i], "subresources"), path + ".subresources");
      check_columns(versions[i], path);
    }
    if (stored != 1) {
      errors_.push_back(
          invalid_value("spec.versions", "null", "must have exactly one version marked as storage version"));
    }
  }

  void check_path(const json& scale, const char* field, const std::string& path, const char* parent) {
    const std::string value = text_at(scale, field);
    if (value.empty()) return errors_.push_back(required(path + "." + field));
    if (!value.starts_with(parent))
      errors_.push_back(
          invalid_text(path + "." + field, value, std::string("should be a json path under ") + parent));
  }

  void check_subresources(const json& subresources, const std::string& path) {
    if (!subresources.contains("scale")) return;
    check_path(subresources["scale"], "specReplicasPath", path + ".scale", ".spec");
    check_path(subresources["scale"], "statusReplicasPath", path + ".scale", ".status");
  }

  void check_columns(const json& version, const std::string& path) {
    const json& columns = list_at(version, "additionalPrinterColumns");
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const std::string at = element(path + ".additionalPrinterColumns", i);
      if (text_at(columns[i], "name").empty()) errors_.push_back(required(at + ".name"));
      if (text_at(columns[i], "jsonPath").empty()) errors_.push_back(required(at + ".jsonPath"));
      static const std::vector<std::string> kTypes = {"boolean", "date", "integer", "number", "string"};
      const std::string type = text_at(columns[i], "type");
      if (type.empty())
        errors_.push_back(required(at + ".type"));
      else if (std::ranges::find(kTypes, type) == kTypes.end())
        errors_.push_back(
            invalid_text(at + ".type", type, "must be one of boolean,date,integer,number,string"));
    }
  }

  void check_conversion() {
    const std::string strategy = text_at(object_at(spec_, "conversion"), "strategy");
    if (strategy == "Webhook")
      errors_.push_back(
          field_forbidden("spec.conversion.strategy",
                          "this server calls no webhooks: versions can only be converted by None"));
    else if (strategy != "None")
      errors_.push_back(not_supported("spec.conversion.strategy", strategy, {"None", "Webhook"}));
  }

  const json &spec_, &names_;
  FieldErrors& errors_;
};

void check_unchanged(const json& then, const json& now, const std::string& path, FieldErrors& errors) {
  if (then == now) return;
  errors.push_back(invalid_value(path, now.dump(), "field is immutable"));
}

}  // namespace

FieldErrors check_definition(const Generic& crd, const Generic* before) {
  FieldErrors errors;
  const json& spec = object_at(crd.body.json(), "spec");
  Checker(spec, errors).check(crd.metadata.name.str());
  if (before == nullptr) return errors;
  const json& then = object_at(before->body.json(), "spec");
  check_unchanged(text_at(then, "group"), text_at(spec, "group"), "spec.group", errors);
  check_unchanged(text_at(then, "scope"), text_at(spec, "scope"), "spec.scope", errors);
  for (const char* name : {"plural", "kind"}) {
    check_unchanged(text_at(object_at(then, "names"), name), text_at(object_at(spec, "names"), name),
                    std::string("spec.names.") + name, errors);
  }
  for (const json& version : list_at(object_at(crd.body.json(), "status"), "storedVersions")) {
    const bool there = std::ranges::any_of(list_at(spec, "versions"),
                                           [&](const json& known) { return known["name"] == version; });
    if (!there)
      errors.push_back(
          invalid_text("status.storedVersions[0]", version.get<std::string>(),
                       "missing from spec.versions; " + version.get<std::string>() +
                           " was previously a storage version, and must remain in spec.versions until a "
                           "storage migration ensures no data remains persisted in " +
                           version.get<std::string>() + " and removes " + version.get<std::string>() +
                           " from status.storedVersions"));
  }
  return errors;
}

}  // namespace podium::custom
