#include "control-plane/authorization/escalation.h"

#include <set>

#include "control-plane/authorization/rule_match.h"
#include "control-plane/authorization/rule_text.h"

namespace podium {
namespace {

bool may(const Policy& policy, const User& user, const char* verb, std::string_view resource,
         const ObjectMeta& place, std::string_view name) {
  AccessRequest request;
  request.user = user;
  request.verb = verb;
  request.group = kRbacGroup;
  request.resource = resource;
  request.name = name;
  request.namespace_ = place.namespace_;
  return policy.authorize(request).allowed;
}

// The garbage collector may let go of what others granted.
bool only_for_collection(const Object& fresh, const Object* old) {
  if (old == nullptr) return false;
  const Ref<Object> undone = fresh.kind().clone(fresh);
  undone->metadata.owner_references = old->metadata.owner_references;
  undone->metadata.finalizers = old->metadata.finalizers;
  return fresh.kind().equal(*undone, *old);
}

bool aggregates(const Object* role) {
  const ClusterRole* cluster = as<ClusterRole>(role);
  return cluster != nullptr && cluster->aggregation_rule;
}

const List<PolicyRule>& everything() {
  static const List<PolicyRule> rules = {{{Text("*")}, {Text("*")}, {Text("*")}, {}, {}},
                                         {{Text("*")}, {}, {}, {}, {Text("*")}}};
  return rules;
}

}  // namespace

std::string missing_rights(const Policy& policy, const User& user, std::string_view space,
                           const List<PolicyRule>& wanted) {
  const std::vector<PolicyRule> missing = uncovered(policy.rules_of(user, space), wanted);
  if (missing.empty()) return "";
  std::set<std::string> lines;
  for (const PolicyRule& rule : compact(missing)) lines.insert(rule_text(rule));
  std::string text = "user " + go_quoted(user.name.view()) + " (groups=" + go_quoted(user.groups) +
                     ") is attempting to grant RBAC permissions not currently held:";
  for (const std::string& line : lines) text += "\n" + line;
  return text;
}

GrantFault role_write_fault(const Policy& policy, const User& user, const Object& role, const Object* old) {
  const ObjectMeta& metadata = role.metadata;
  if (user.in_group(kMastersGroup) || only_for_collection(role, old)) return {};
  if (may(policy, user, "escalate", role.kind().plural, metadata, metadata.name)) return {};
  const List<PolicyRule>& rules =
      is<Role>(role) ? static_cast<const Role&>(role).rules : static_cast<const ClusterRole&>(role).rules;
  const std::string missing = missing_rights(policy, user, metadata.namespace_, rules);
  if (!missing.empty()) return {missing};
  // What a role will gather is not known when it is written, so that it takes all rights to let it.
  const bool gathers = aggregates(&role) || aggregates(old);
  if (gathers && !missing_rights(policy, user, "", everything()).empty())
    return {"must have cluster-admin privileges to use the aggregationRule"};
  return {};
}

GrantFault binding_write_fault(const Policy& policy, const User& user, const Object& binding,
                               const Object* old) {
  if (user.in_group(kMastersGroup) || only_for_collection(binding, old)) return {};
  const RoleRef& role = is<RoleBinding>(binding) ? static_cast<const RoleBinding&>(binding).role_ref
                                                 : static_cast<const ClusterRoleBinding&>(binding).role_ref;
  const ObjectMeta& metadata = binding.metadata;
  const std::string_view plural = role.kind == "ClusterRole" ? "clusterroles" : "roles";
  if (may(policy, user, "bind", plural, metadata, role.name)) return {};
  const List<PolicyRule>* rules = policy.find_role(role, metadata.namespace_);
  if (rules == nullptr) return {"", true};
  return {missing_rights(policy, user, metadata.namespace_, *rules)};
}

}  // namespace podium
