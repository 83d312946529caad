#include "control-plane/authorization/policy.h"

#include "control-plane/authorization/rule_match.h"
#include "control-plane/authorization/rule_text.h"

namespace podium {
namespace {

// The account's namespace is the binding's, if the subject names none.
std::string user_name(const Subject& subject, const Text& space) {
  if (!(subject.kind == "ServiceAccount")) return subject.name.str();
  const Text& own = subject.namespace_.empty() ? space : subject.namespace_;
  return "system:serviceaccount:" + own.str() + ":" + subject.name.str();
}

std::string subject_text(const Subject& subject, const Text& space) {
  if (!(subject.kind == "ServiceAccount")) return subject.kind.str() + " " + go_quoted(subject.name.view());
  const Text& own = subject.namespace_.empty() ? space : subject.namespace_;
  return "ServiceAccount " + go_quoted(subject.name.str() + "/" + own.str());
}

}  // namespace

std::string Decision::reason() const {
  if (!binding) return "";
  const ObjectMeta& metadata = binding->metadata;
  std::string name = metadata.name.str();
  if (!metadata.namespace_.empty()) name += "/" + metadata.namespace_.str();
  return "RBAC: allowed by " + binding->kind().kind.str() + " " + go_quoted(name) + " of " +
         role->kind.str() + " " + go_quoted(role->name.view()) + " to " +
         subject_text(*subject, metadata.namespace_);
}

void Policy::set(const ObjectRef& object) {
  if (const auto cluster_role = as<ClusterRole>(object)) {
    cluster_roles_[object->metadata.name.str()] = cluster_role;
  } else if (const auto role = as<Role>(object)) {
    roles_[key_of(*object)] = role;
  } else if (const auto cluster_binding = as<ClusterRoleBinding>(object)) {
    set_binding(cluster_binding);
  } else if (const auto binding = as<RoleBinding>(object)) {
    set_binding(binding);
  }
}

template <class Binding>
void Policy::set_binding(const Ref<const Binding>& binding) {
  remove(binding->kind(), key_of(*binding));
  bindings_[key_of(*binding)] = binding;
  give(binding, binding->subjects, binding->role_ref);
}

void Policy::remove(const KindInfo& kind, const Key& key) {
  if (&kind == &ClusterRole::info()) {
    if (const auto found = cluster_roles_.find(key.name.view()); found != cluster_roles_.end())
      cluster_roles_.erase(found);
  } else if (&kind == &Role::info()) {
    roles_.erase(key);
  } else if (&kind == &ClusterRoleBinding::info() || &kind == &RoleBinding::info()) {
    const auto found = bindings_.find(key);
    if (found == bindings_.end()) return;
    const ObjectRef binding = found->second;
    bindings_.erase(found);
    if (const auto* cluster = as<ClusterRoleBinding>(binding.get()))
      take(*binding, cluster->subjects);
    else
      take(*binding, as<RoleBinding>(binding.get())->subjects);
  }
}

void Policy::give(const ObjectRef& binding, const List<Subject>& subjects, const RoleRef& role) {
  const Text& name = binding->metadata.namespace_;
  Space& space = spaces_[name.str()];
  for (const Subject& subject : subjects) {
    Grants& grants = subject.kind == "Group" ? space.groups : space.users;
    grants[user_name(subject, name)].push_back({binding, &role, &subject});
  }
}

void Policy::take(const Object& binding, const List<Subject>& subjects) {
  const Text& name = binding.metadata.namespace_;
  const auto space = spaces_.find(name.view());
  if (space == spaces_.end()) return;  // the binding named nobody
  for (const Subject& subject : subjects) {
    Grants& grants = subject.kind == "Group" ? space->second.groups : space->second.users;
    const auto found = grants.find(user_name(subject, name));
    if (found == grants.end()) continue;  // named twice in the binding
    std::erase_if(found->second, [&](const Grant& grant) { return grant.binding.get() == &binding; });
    if (found->second.empty()) grants.erase(found);
  }
  if (space->second.users.empty() && space->second.groups.empty()) spaces_.erase(space);
}

const List<PolicyRule>* Policy::find_role(const RoleRef& role, const Text& space) const {
  if (role.kind == "ClusterRole") {
    const auto found = cluster_roles_.find(role.name.view());
    return found == cluster_roles_.end() ? nullptr : &found->second->rules;
  }
  const auto found = roles_.find(Key{space, role.name});
  return found == roles_.end() ? nullptr : &found->second->rules;
}

template <class Visit>
void Policy::visit(const User& user, std::string_view space, Visit visit) const {
  const auto all_of = [&](const Grants& grants, std::string_view name) {
    const auto found = grants.find(name);
    if (found == grants.end()) return false;
    for (const Grant& grant : found->second) {
      const List<PolicyRule>* rules = find_role(*grant.role, grant.binding->metadata.namespace_);
      if (rules != nullptr && visit(*rules, grant)) return true;
    }
    return false;
  };
  const auto in_space = [&](std::string_view name) {
    const auto found = spaces_.find(name);
    if (found == spaces_.end()) return false;
    if (all_of(found->second.users, user.name)) return true;
    for (const Text& group : user.groups) {
      if (all_of(found->second.groups, group)) return true;
    }
    return false;
  };
  if (!in_space("") && !space.empty()) in_space(space);
}

Decision Policy::authorize(const AccessRequest& request) const {
  if (request.user.in_group(kMastersGroup)) return {true};
  Decision decision;
  visit(request.user, request.namespace_, [&](const List<PolicyRule>& rules, const Grant& grant) {
    for (const PolicyRule& rule : rules) {
      if (!allows(rule, request)) continue;
      decision = {true, grant.binding, grant.role, grant.subject};
      return true;
    }
    return false;
  });
  return decision;
}

std::vector<PolicyRule> Policy::rules_of(const User& user, std::string_view space) const {
  std::vector<PolicyRule> all;
  visit(user, space, [&](const List<PolicyRule>& rules, const Grant&) {
    all.insert(all.end(), rules.begin(), rules.end());
    return false;
  });
  return all;
}

}  // namespace podium
