// Users that a cluster knows by itself, with their groups.
#pragma once

#include "control-plane/authorization/access_request.h"

namespace podium {

// Who sends no credentials.
User anonymous_user();
// A pod that shows its account's token.
User account_user(const Text& space, const Text& name);
// A node's kubelet.
User node_user(const Text& node);
// A part of the control plane that has a name of its own: "system:kube-scheduler".
UserRef component_user(const Text& name);
// Who runs the cluster, where nobody is asked for credentials.
const UserRef& admin_user();
// The node whose kubelet the user is; empty if it is none.
std::string_view node_of(const User& user);
// Anybody else who proved who he is: the groups that his credentials name, and that of everybody.
User known_user(const Text& name, List<Text> groups);

}  // namespace podium
