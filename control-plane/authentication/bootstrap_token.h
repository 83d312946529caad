// Tokens by which a machine joins a cluster: "abcdef.0123456789abcdef", kept as Secrets of kube-system.
// Source: plugin/pkg/auth/authenticator/token/bootstrap of Kubernetes 1.33.
#pragma once

#include <optional>
#include <string_view>

#include "control-plane/authentication/finder.h"
#include "control-plane/authorization/access_request.h"
#include "runtime/env/time.h"

namespace podium {

// Who shows the token; null if it is not one that counts at `now`.
std::optional<User> bootstrap_user(std::string_view token, const Finder& find, TimePoint now);

}  // namespace podium
