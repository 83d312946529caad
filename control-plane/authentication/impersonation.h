// Acting as somebody else: the headers Impersonate-User, -Group, -Uid and -Extra-KEY.
// Source: staging/src/k8s.io/apiserver/pkg/endpoints/filters/impersonation of Kubernetes 1.33.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "control-plane/authorization/access_request.h"

namespace podium {

struct Impersonation {
  User user;  // whom the request is to count as; with the groups that everybody has
  // What the one who asks must be allowed for that, in this order; their texts belong to `texts`.
  std::vector<AccessRequest> needed;
  std::vector<std::shared_ptr<const std::string>> texts;
  std::string error;  // not empty: the headers make no sense

  explicit operator bool() const { return !user.name.empty(); }
};

// Without a user and an error if the headers (names in lower case) ask for nothing of the kind.
Impersonation read_impersonation(const std::vector<std::pair<std::string, std::string>>& headers,
                                 const User& asking);

}  // namespace podium
