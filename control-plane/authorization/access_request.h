// Who wants to do what: what authorization is asked.
#pragma once

#include <string>
#include <string_view>

#include "control-plane/objects/list.h"
#include "control-plane/objects/text.h"

namespace podium {

// Members of this group may do everything, whatever the roles say.
inline constexpr const char* kMastersGroup = "system:masters";

// A service account is the user "system:serviceaccount:NAMESPACE:NAME".
struct User {
  Text name;
  List<Text> groups;

  bool in_group(std::string_view group) const;
};

// A request for a resource, or, if `path` is not empty, for a path outside the resources. Names a
// namespace for what is in one; a request for the object "namespaces/x" names the namespace x, too.
struct AccessRequest {
  User user;
  std::string_view verb;  // get, list, watch, create, update, patch, delete, deletecollection, bind, ...
  std::string_view group, resource, subresource, name, namespace_;
  std::string_view path;

  // "pods", or "pods/log".
  std::string full_resource() const;
};

// Kubernetes' sentence for a request that is not allowed:
//   pods is forbidden: User "x" cannot list resource "pods" in API group "" in the namespace "default"
// `reason`: what the authorizer had to say about it, if anything.
std::string forbidden_text(const AccessRequest& request, std::string_view reason = {});

}  // namespace podium
