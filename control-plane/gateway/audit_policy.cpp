#include "control-plane/gateway/audit_policy.h"

#include <algorithm>

namespace podium {
namespace {

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

}  // namespace podium
