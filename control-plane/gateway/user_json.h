// Users as the API shows them and is told of them.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "control-plane/authorization/access_request.h"

namespace podium {

// authentication.k8s.io/v1 UserInfo: username, uid, groups, extra.
nlohmann::json user_json(const User& user);

// The user that the spec of a SubjectAccessReview names.
User read_user(const nlohmann::json& spec);

}  // namespace podium
