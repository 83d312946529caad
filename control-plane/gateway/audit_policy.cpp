#include "control-plane/gateway/audit_policy.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "control-plane/codec/yaml.h"

namespace podium {
namespace {

using nlohmann::json;
using Texts = std::vector<std::string>;

bool has(const Texts& list, std::string_view text) { return std::ranges::find(list, text) != list.end(); }
bool has_or_empty(const Texts& list, std::string_view text) { return list.empty() || has(list, text); }

// "*", "pods", "pods/log", "pods/*", "*/log".
bool names_resource(const std::string& pattern, const AccessRequest& request) {
  if (pattern == "*" || pattern == request.full_resource()) return true;
  const std::size_t slash = pattern.find('/');
  if (slash == std::string::npos || request.subresource.empty()) return false;
  const std::string_view before = std::string_view(pattern).substr(0, slash);
  const std::string_view behind = std::string_view(pattern).substr(slash + 1);
  return (before == "*" || before == request.resource) && (behind == "*" || behind == request.subresource);
}

bool names_path(const std::string& pattern, std::string_view path) {
  if (pattern == "*" || pattern == path) return true;
  return pattern.ends_with('*') && path.starts_with(std::string_view(pattern).substr(0, pattern.size() - 1));
}

std::string text(const json& tree, const char* field) {
  const auto found = tree.is_object() ? tree.find(field) : tree.end();
  return found != tree.end() && found->is_string() ? found->get<std::string>() : "";
}

// What is no list counts as none.
json list_of(const json& tree, const char* field) {
  const auto found = tree.is_object() ? tree.find(field) : tree.end();
  return found != tree.end() && found->is_array() ? *found : json::array();
}

Texts texts(const json& tree, const char* field) {
  Texts list;
  for (const json& item : list_of(tree, field)) list.push_back(item.is_string() ? item : json(""));
  return list;
}

bool read_level(const std::string& name, AuditLevel& level) {
  for (const AuditLevel one :
       {AuditLevel::kNone, AuditLevel::kMetadata, AuditLevel::kRequest, AuditLevel::kRequestResponse}) {
    level = one;
    if (name == to_string(one)) return true;
  }
  return false;
}

AuditRule read_rule(const json& tree) {
  AuditRule rule;
  rule.users = texts(tree, "users");
  rule.groups = texts(tree, "userGroups");
  rule.verbs = texts(tree, "verbs");
  rule.namespaces = texts(tree, "namespaces");
  rule.paths = texts(tree, "nonResourceURLs");
  rule.omit_stages = texts(tree, "omitStages");
  for (const json& item : list_of(tree, "resources"))
    rule.resources.push_back({text(item, "group"), texts(item, "resources"), texts(item, "resourceNames")});
  return rule;
}

}  // namespace

const char* to_string(AuditLevel level) {
  switch (level) {
    case AuditLevel::kNone: return "None";
    case AuditLevel::kMetadata: return "Metadata";
    case AuditLevel::kRequest: return "Request";
    case AuditLevel::kRequestResponse: return "RequestResponse";
  }
  return "";
}

// Source: staging/src/k8s.io/apiserver/pkg/audit/policy/checker.go of Kubernetes 1.33.
bool AuditRule::matches(const AccessRequest& request) const {
  if (!has_or_empty(users, request.user.name.view()) || !has_or_empty(verbs, request.verb)) return false;
  const auto is_member = [&](const std::string& group) { return request.user.in_group(group); };
  if (!groups.empty() && std::ranges::none_of(groups, is_member)) return false;
  if (namespaces.empty() && resources.empty() && paths.empty()) return true;
  if (!request.path.empty())
    return std::ranges::any_of(paths, [&](const std::string& p) { return names_path(p, request.path); });
  if ((namespaces.empty() && resources.empty()) || !has_or_empty(namespaces, request.namespace_))
    return false;
  return resources.empty() || std::ranges::any_of(resources, [&](const Resources& some) {
           if (some.group != request.group || !has_or_empty(some.names, request.name)) return false;
           return some.resources.empty() || std::ranges::any_of(some.resources, [&](const std::string& p) {
                    return names_resource(p, request);
                  });
         });
}

const AuditRule* AuditPolicy::rule_for(const AccessRequest& request) const {
  const auto found =
      std::ranges::find_if(rules, [&](const AuditRule& rule) { return rule.matches(request); });
  return found == rules.end() || found->level == AuditLevel::kNone ? nullptr : &*found;
}

bool AuditPolicy::omits(const AuditRule& rule, std::string_view stage) const {
  return has(omit_stages, stage) || has(rule.omit_stages, stage);
}

Result<AuditPolicy> read_audit_policy(std::string_view yaml) {
  json tree;
  if (std::string wrong = parse_single_yaml(std::string(yaml), tree); !wrong.empty())
    return Error{ErrorCode::kInvalid, "the audit policy is not YAML: " + wrong};
  if (!tree.is_object() || text(tree, "kind") != "Policy")
    return Error{ErrorCode::kInvalid, "the audit policy is not of kind Policy (audit.k8s.io/v1)"};
  AuditPolicy policy;
  policy.omit_stages = texts(tree, "omitStages");
  for (const json& item : list_of(tree, "rules")) {
    AuditRule rule = read_rule(item);
    if (const std::string level = text(item, "level"); !read_level(level, rule.level))
      return Error{ErrorCode::kInvalid, "rules[" + std::to_string(policy.rules.size()) + "].level is \"" +
                                            level +
                                            "\": expected None, Metadata, Request or RequestResponse"};
    policy.rules.push_back(std::move(rule));
  }
  return policy;
}

}  // namespace podium
