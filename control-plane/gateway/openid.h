// How others verify the tokens of service accounts: OpenID Connect discovery.
#pragma once

#include <optional>

#include "control-plane/authentication/authenticator.h"
#include "control-plane/gateway/http_message.h"

namespace podium {

// Null: the path is none of these, or there is nothing to verify.
std::optional<HttpResponse> openid_answer(const HttpRequest& request, const AuthenticationOptions& options);

}  // namespace podium
