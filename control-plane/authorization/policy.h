// Who may do what: all roles and bindings, found by the subjects that they are given to.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "control-plane/authorization/access_request.h"
#include "control-plane/objects/kinds/cluster_role.h"
#include "control-plane/objects/kinds/cluster_role_binding.h"
#include "control-plane/objects/kinds/role.h"
#include "control-plane/objects/kinds/role_binding.h"

namespace podium {

struct Decision {
  bool allowed = false;
  // What it was allowed by; null for a denial, and for a master.
  ObjectRef binding;
  const RoleRef* role = nullptr;     // in the binding
  const Subject* subject = nullptr;  // in the binding

  // RBAC: allowed by RoleBinding "b/ns" of Role "r" to User "u". Empty without a binding.
  std::string reason() const;
};

// Follows the store: set() for what was added or changed, remove() for what was deleted; other kinds
// than the four of RBAC are ignored. A decision costs the rules bound to the user and its groups.
class Policy {
 public:
  void set(const ObjectRef& object);
  void remove(const KindInfo& kind, const Key& key);

  // Source: plugin/pkg/auth/authorizer/rbac of Kubernetes 1.33; cluster-wide bindings come first.
  Decision authorize(const AccessRequest& request) const;

  // All that the user may do in the namespace ("": outside of namespaces), as a
  // SelfSubjectRulesReview lists it.
  std::vector<PolicyRule> rules_of(const User& user, std::string_view space) const;

  // The rules of a role, seen from the namespace; null if there is no such role.
  const List<PolicyRule>* find_role(const RoleRef& role, const Text& space) const;

 private:
  struct Grant {
    ObjectRef binding;
    const RoleRef* role = nullptr;     // in the binding
    const Subject* subject = nullptr;  // in the binding
  };
  // By name. Texts are compared, so that a name need not be copied to be found.
  using Grants = std::map<std::string, std::vector<Grant>, std::less<>>;
  struct Space {
    Grants users, groups;
  };

  template <class Binding>
  void set_binding(const Ref<const Binding>& binding);
  void give(const ObjectRef& binding, const List<Subject>& subjects, const RoleRef& role);
  void take(const Object& binding, const List<Subject>& subjects);
  // Calls `visit(rules, grant)` for all that is given to the user, until it returns true.
  template <class Visit>
  void visit(const User& user, std::string_view space, Visit visit) const;

  std::map<std::string, Ref<const ClusterRole>, std::less<>> cluster_roles_;
  std::map<Key, Ref<const Role>> roles_;
  std::map<Key, ObjectRef> bindings_;                 // cluster-wide ones without a namespace
  std::map<std::string, Space, std::less<>> spaces_;  // "": cluster-wide
};

}  // namespace podium
