#include "control-plane/custom/crd_status.h"

#include <algorithm>
#include <cctype>
#include <nlohmann/json.hpp>

#include "control-plane/codec/time_text.h"
#include "control-plane/custom/tree.h"

namespace podium::custom {
namespace {

using nlohmann::json;

struct Condition {
  const char* type;
  bool status;
  std::string reason, message;
};

const json* find_condition(const json& status, const char* type) {
  for (const json& condition : list_at(status, "conditions")) {
    if (text_at(condition, "type") == type) return &condition;
  }
  return nullptr;
}

void set_condition(json& status, const Condition& wanted, TimePoint now) {
  json fresh = {{"type", wanted.type},
                {"status", wanted.status ? "True" : "False"},
                {"reason", wanted.reason},
                {"message", wanted.message},
                {"lastTransitionTime", format_time(now)}};
  if (!status["conditions"].is_array()) status["conditions"] = json::array();
  for (json& condition : status["conditions"]) {
    if (condition["type"] != wanted.type) continue;
    if (condition["status"] == fresh["status"]) fresh["lastTransitionTime"] = condition["lastTransitionTime"];
    condition = std::move(fresh);
    return;
  }
  status["conditions"].push_back(std::move(fresh));
}

std::vector<std::string> names_of(const json& names) {
  std::vector<std::string> all = {text_at(names, "plural"), text_at(names, "singular")};
  for (const json& name : list_at(names, "shortNames")) all.push_back(name.get<std::string>());
  return all;
}

// Why the names may not be used: others of the group have them. Of several conflicts the last is told.
Condition names_accepted(const json& spec, const std::vector<const Generic*>& others) {
  Condition condition{"NamesAccepted", true, "NoConflicts", "no conflicts found"};
  std::vector<std::string> resources, kinds;
  for (const Generic* other : others) {
    if (text_at(object_at(other->body.json(), "spec"), "group") != text_at(spec, "group")) continue;
    const json& taken = object_at(object_at(other->body.json(), "status"), "acceptedNames");
    for (std::string& name : names_of(taken)) resources.push_back(std::move(name));
    kinds.push_back(text_at(taken, "kind"));
    kinds.push_back(text_at(taken, "listKind"));
  }
  const auto look = [&](const std::vector<std::string>& used, const std::string& name, const char* reason) {
    if (!name.empty() && std::ranges::find(used, name) != used.end())
      condition = {"NamesAccepted", false, reason, "\"" + name + "\" is already in use"};
  };
  const json& names = object_at(spec, "names");
  look(resources, text_at(names, "plural"), "PluralConflict");
  look(resources, text_at(names, "singular"), "SingularConflict");
  for (const json& name : list_at(names, "shortNames"))
    look(resources, name.get<std::string>(), "ShortNamesConflict");
  look(kinds, text_at(names, "kind"), "KindConflict");
  look(kinds, text_at(names, "listKind"), "ListKindConflict");
  return condition;
}

std::string lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

bool has_rules(const json& schema) {
  if (schema.is_object() && schema.contains("x-kubernetes-validations")) return true;
  if (!schema.is_structured()) return false;
  return std::ranges::any_of(schema, [](const json& part) { return has_rules(part); });
}

}  // namespace

bool is_definition(const KindInfo& kind) {
  return kind.kind == "CustomResourceDefinition" && kind.group == "apiextensions.k8s.io";
}

bool is_established(const Generic& crd) {
  const json* condition = find_condition(object_at(crd.body.json(), "status"), "Established");
  return condition != nullptr && text_at(*condition, "status") == "True";
}

void set_definition_defaults(Generic& crd) {
  json body = crd.body.json();
  if (!body.is_object() || !body.contains("spec")) return;
  json& spec = body["spec"];
  if (spec.contains("names")) {
    json& names = spec["names"];
    const std::string kind = text_at(names, "kind");
    if (text_at(names, "singular").empty()) names["singular"] = lower(kind);
    if (text_at(names, "listKind").empty() && !kind.empty()) names["listKind"] = kind + "List";
  }
  if (!spec.contains("conversion")) spec["conversion"] = {{"strategy", "None"}};
  crd.body = Tree(std::move(body));
}

void settle(Generic& crd, const std::vector<const Generic*>& others, TimePoint now) {
  json body = crd.body.json();
  const json spec = object_at(body, "spec");
  json& status = body["status"];
  if (!status.is_object()) status = json::object();
  const Condition accepted = names_accepted(spec, others);
  set_condition(status, accepted, now);
  if (accepted.status) status["acceptedNames"] = spec["names"];
  if (!status.contains("acceptedNames")) status["acceptedNames"] = {{"plural", ""}, {"kind", ""}};
  const json* before = find_condition(status, "Established");
  // Once established, it stays so.
  if (accepted.status)
    set_condition(status,
                  {"Established", true, "InitialNamesAccepted", "the initial names have been accepted"}, now);
  else if (before == nullptr)
    set_condition(status, {"Established", false, "NotAccepted", "not all names are accepted"}, now);
  if (!status["storedVersions"].is_array()) status["storedVersions"] = json::array();
  for (const json& version : list_at(spec, "versions")) {
    json& stored = status["storedVersions"];
    if (flag_at(version, "storage") && std::ranges::find(stored, version["name"]) == stored.end())
      stored.push_back(version["name"]);
  }
  crd.body = Tree(std::move(body));
}

void begin_cleanup(Generic& crd, TimePoint now) {
  json body = crd.body.json();
  set_condition(body["status"],
                {"Terminating", true, "InstanceDeletionInProgress", "CustomResource deletion is in progress"},
                now);
  crd.body = Tree(std::move(body));
}

std::vector<std::string> definition_warnings(const Generic& crd) {
  const json& versions = list_at(object_at(crd.body.json(), "spec"), "versions");
  if (!has_rules(versions)) return {};
  return {"x-kubernetes-validations: the rules are stored, and not evaluated by this server"};
}

}  // namespace podium::custom
