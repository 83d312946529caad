// The Policy of a file, held against the rules of staging/src/k8s.io/apiserver/pkg/apis/audit/validation
// of Kubernetes 1.33. What it does not know is refused: a rule with a slip of the pen would log too little.
#include <algorithm>
#include <initializer_list>

#include "control-plane/codec/yaml.h"
#include "control-plane/gateway/audit_policy.h"

namespace podium {
namespace {

using nlohmann::json;
using Texts = std::vector<std::string>;
using Names = std::initializer_list<std::string_view>;

constexpr AuditLevel kLevels[] = {AuditLevel::kNone, AuditLevel::kMetadata, AuditLevel::kRequest,
                                  AuditLevel::kRequestResponse};
constexpr std::string_view kStages[] = {"RequestReceived", "ResponseStarted", "ResponseComplete", "Panic"};

// "/rules/0/verbs" to "rules[0].verbs".
std::string path_of(const std::string& pointer) {
  std::string path;
  for (std::size_t at = 1; at < pointer.size();) {
    const std::size_t end = std::min(pointer.find('/', at), pointer.size());
    const std::string part = pointer.substr(at, end - at);
    const bool index = part.find_first_not_of("0123456789") == std::string::npos;
    path += index ? "[" + part + "]" : (path.empty() ? "" : ".") + part;
    at = end + 1;
  }
  return path;
}

// Reads values by their JSON pointers, and keeps the first thing that is wrong.
class Reader {
 public:
  explicit Reader(const YamlDocument& document) : document_(document) {}

  const std::string& wrong() const { return wrong_; }

  void refuse(const std::string& pointer, const std::string& why) {
    if (!wrong_.empty()) return;
    const std::string path = path_of(pointer);
    wrong_ = document_.file + ":" + std::to_string(document_.line_of(pointer)) + ": " +
             (path.empty() ? "" : path + ": ") + why;
  }
  const json* find(const std::string& pointer) const {
    const json::json_pointer at(pointer);
    if (!document_.json.contains(at)) return nullptr;
    const json& value = document_.json.at(at);
    return value.is_null() ? nullptr : &value;
  }
  // True: it is an object, of which all fields are known.
  bool object(const std::string& pointer, Names known) {
    const json& tree = document_.json.at(json::json_pointer(pointer));
    if (!tree.is_object()) return refuse(pointer, "expected an object"), false;
    for (const auto& [name, value] : tree.items()) {
      if (std::find(known.begin(), known.end(), name) == known.end())
        refuse(pointer + "/" + name, "unknown field");
    }
    return true;
  }
  std::size_t size(const std::string& pointer) {
    const json* value = find(pointer);
    if (value != nullptr && !value->is_array()) refuse(pointer, "expected a list");
    return value != nullptr && value->is_array() ? value->size() : 0;
  }
  std::string text(const std::string& pointer) {
    const json* value = find(pointer);
    if (value != nullptr && !value->is_string()) refuse(pointer, "expected a text");
    return value != nullptr && value->is_string() ? value->get<std::string>() : "";
  }
  Texts texts(const std::string& pointer) {
    Texts list(size(pointer));
    for (std::size_t i = 0; i < list.size(); ++i) list[i] = text(pointer + "/" + std::to_string(i));
    return list;
  }
  bool flag(const std::string& pointer, bool otherwise) {
    const json* value = find(pointer);
    if (value != nullptr && !value->is_boolean()) refuse(pointer, "expected true or false");
    return value != nullptr && value->is_boolean() ? value->get<bool>() : otherwise;
  }

 private:
  const YamlDocument& document_;
  std::string wrong_;
};

Texts read_stages(Reader& reader, const std::string& at) {
  Texts stages = reader.texts(at);
  for (std::size_t i = 0; i < stages.size(); ++i) {
    if (std::ranges::find(kStages, stages[i]) == std::end(kStages))
      reader.refuse(at + "/" + std::to_string(i), "Invalid value: \"" + stages[i] +
                                                      "\": allowed stages are RequestReceived, "
                                                      "ResponseStarted, ResponseComplete, Panic");
  }
  return stages;
}

AuditLevel read_level(Reader& reader, const std::string& at) {
  if (reader.find(at) == nullptr) reader.refuse(at, "Required value");
  const std::string name = reader.text(at);
  for (const AuditLevel level : kLevels) {
    if (name == to_string(level)) return level;
  }
  reader.refuse(at, "Unsupported value: \"" + name +
                        "\": supported values: \"None\", \"Metadata\", \"Request\", \"RequestResponse\"");
  return AuditLevel::kNone;
}

Texts read_paths(Reader& reader, const std::string& at) {
  Texts paths = reader.texts(at);
  for (std::size_t i = 0; i < paths.size(); ++i) {
    const std::string& path = paths[i];
    if (path == "*") continue;
    const auto refuse = [&](const char* why) {
      reader.refuse(at + "/" + std::to_string(i), "Invalid value: \"" + path + "\": " + why);
    };
    if (!path.starts_with('/'))
      refuse("non-resource URL rules must begin with a '/' character");
    else if (path.find('*') < path.size() - 1)
      refuse("non-resource URL wildcards '*' must be the final character of the rule");
  }
  return paths;
}

AuditRule::Resources read_resources(Reader& reader, const std::string& at) {
  AuditRule::Resources some;
  if (!reader.object(at, {"group", "resources", "resourceNames"})) return some;
  some = {reader.text(at + "/group"), reader.texts(at + "/resources"), reader.texts(at + "/resourceNames")};
  if (some.group.starts_with('/') || some.group.find('/') != std::string::npos)
    reader.refuse(at + "/group", "Invalid value: \"" + some.group +
                                     "\": it is the group alone, without a version: \"apps\"");
  if (!some.names.empty() && some.resources.empty())
    reader.refuse(at + "/resourceNames", "using resourceNames requires at least one resource");
  return some;
}

AuditRule read_rule(Reader& reader, const std::string& at, bool omit_managed_fields) {
  AuditRule rule;
  if (!reader.object(at, {"level", "users", "userGroups", "verbs", "resources", "namespaces",
                          "nonResourceURLs", "omitStages", "omitManagedFields"}))
    return rule;
  rule.level = read_level(reader, at + "/level");
  rule.users = reader.texts(at + "/users");
  rule.groups = reader.texts(at + "/userGroups");
  rule.verbs = reader.texts(at + "/verbs");
  rule.namespaces = reader.texts(at + "/namespaces");
  rule.paths = read_paths(reader, at + "/nonResourceURLs");
  rule.omit_stages = read_stages(reader, at + "/omitStages");
  rule.omit_managed_fields = reader.flag(at + "/omitManagedFields", omit_managed_fields);
  for (std::size_t i = 0; i < reader.size(at + "/resources"); ++i)
    rule.resources.push_back(read_resources(reader, at + "/resources/" + std::to_string(i)));
  if (!rule.paths.empty() && (!rule.resources.empty() || !rule.namespaces.empty()))
    reader.refuse(at + "/nonResourceURLs",
                  "rules cannot apply to both regular resources and non-resource URLs");
  return rule;
}

}  // namespace

Result<AuditPolicy> read_audit_policy(const std::string& yaml, const std::string& file) {
  const YamlResult parsed = parse_yaml(yaml, file);
  if (!parsed.error.empty()) return Error{ErrorCode::kInvalid, parsed.error};
  if (parsed.documents.size() != 1)
    return Error{ErrorCode::kInvalid, file + ": expected one document, a Policy of audit.k8s.io/v1"};
  Reader reader(parsed.documents.front());
  AuditPolicy policy;
  if (reader.object("", {"apiVersion", "kind", "metadata", "omitStages", "omitManagedFields", "rules"})) {
    if (reader.text("/kind") != "Policy") reader.refuse("/kind", "expected Policy");
    if (reader.text("/apiVersion") != "audit.k8s.io/v1")
      reader.refuse("/apiVersion", "expected audit.k8s.io/v1");
    policy.omit_stages = read_stages(reader, "/omitStages");
    const bool omit_managed_fields = reader.flag("/omitManagedFields", false);
    for (std::size_t i = 0; i < reader.size("/rules"); ++i)
      policy.rules.push_back(read_rule(reader, "/rules/" + std::to_string(i), omit_managed_fields));
    if (policy.rules.empty()) reader.refuse("/rules", "expected at least one rule");
  }
  if (!reader.wrong().empty()) return Error{ErrorCode::kInvalid, reader.wrong()};
  return policy;
}

}  // namespace podium
