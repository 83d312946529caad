// JSON Web Tokens (RFC 7519) in the compact form of a JSON Web Signature (RFC 7515).
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/env/signer.h"

namespace podium {

std::string sign_jwt(const Signer& signer, const nlohmann::json& claims);

// The claims, if the signer has signed them; null for anything else. What they claim is not looked at.
std::optional<nlohmann::json> verified_claims(const Signer& signer, std::string_view token);

}  // namespace podium
