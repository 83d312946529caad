// Who wants to do what: what authorization is asked.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "control-plane/objects/list.h"
#include "control-plane/objects/text.h"

namespace podium {

// Members of this group may do everything, whatever the roles say.
inline constexpr const char* kMastersGroup = "system:masters";

// A service account is the user "system:serviceaccount:NAMESPACE:NAME".
struct User {
  Text name;
  List<Text> groups;
  Text uid;                                               // empty: nobody knows
  std::vector<std::pair<std::string, List<Text>>> extra;  // what else the credentials tell, in key order
  // Made by node_user(): what node_of() need not find out by name and groups, which lie far apart in memory
  // when thousands of kubelets ask in turn.
  bool kubelet = false;

  bool in_group(std::string_view group) const;
  const List<Text>* find_extra(std::string_view key) const;
};

// Shared by all requests that one set of credentials makes.
using UserRef = std::shared_ptr<const User>;

// A request for a resource, or, if `path` is not empty, for a path outside the resources. Names a
// namespace for what is in one; a request for the object "namespaces/x" names the namespace x, too.
struct AccessRequest {
  User user;
  std::string_view verb;  // get, list, watch, create, update, patch, delete, deletecollection, bind, ...
  std::string_view group, resource, subresource, name, namespace_;
  std::string_view path;
  // Of a list or watch of pods: the node that its field selector names.
  std::string_view selected_node;

  // "pods", or "pods/log".
  std::string full_resource() const;
};

// Kubernetes' sentence for a request that is not allowed:
//   pods is forbidden: User "x" cannot list resource "pods" in API group "" in the namespace "default"
// `reason`: what the authorizer had to say about it, if anything.
std::string forbidden_text(const AccessRequest& request, std::string_view reason = {});

}  // namespace podium
