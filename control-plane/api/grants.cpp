// What a user may write depends on what he may do himself: rights are only given by who has them.
#include "control-plane/api/state.h"
#include "control-plane/authorization/escalation.h"

namespace podium {
namespace {

bool is_role(const Object& object) { return is<Role>(object) || is<ClusterRole>(object); }
bool is_binding(const Object& object) { return is<RoleBinding>(object) || is<ClusterRoleBinding>(object); }

const RoleRef& role_of(const Object& binding) {
  return is<RoleBinding>(binding) ? static_cast<const RoleBinding&>(binding).role_ref
                                  : static_cast<const ClusterRoleBinding&>(binding).role_ref;
}

}  // namespace

// A patch that makes a new object (server-side apply) is a creation, too.
ApiStatus ApiServer::State::check_creation(const ApiRequest& request) const {
  if (request.user == nullptr) return {};
  AccessRequest asked = access_request_of(request);
  asked.verb = "create";
  asked.user = *request.user;
  const Verdict verdict = access.decide(asked);
  return verdict.allowed ? ApiStatus() : access_denied(asked, verdict.reason);
}

ApiStatus ApiServer::State::check_grant(const ApiRequest& request, const Object* before,
                                        const Object& fresh) const {
  if (request.user == nullptr || !(is_role(fresh) || is_binding(fresh))) return {};
  const GrantFault fault = is_role(fresh)
                               ? role_write_fault(access.policy(), *request.user, fresh, before)
                               : binding_write_fault(access.policy(), *request.user, fresh, before);
  if (fault.ok()) return {};
  if (!fault.missing) return forbidden(fresh.kind(), fresh.metadata.name, fault.text);
  const RoleRef& role = role_of(fresh);
  return not_found(role.kind == "Role" ? Role::info() : ClusterRole::info(), role.name);
}

}  // namespace podium
