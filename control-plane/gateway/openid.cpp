#include "control-plane/gateway/openid.h"

#include <nlohmann/json.hpp>

namespace podium {
namespace {

using nlohmann::json;

constexpr const char* kKeys = "/openid/v1/jwks";

HttpResponse cacheable(const json& body, const char* type) {
  return {200, {{"Content-Type", type}, {"Cache-Control", "public, max-age=3600"}}, body.dump()};
}

}  // namespace

std::optional<HttpResponse> openid_answer(const HttpRequest& request, const AuthenticationOptions& options) {
  if (options.signer == nullptr) return std::nullopt;
  if (request.path == kKeys)
    return cacheable({{"keys", {json::parse(options.signer->public_key())}}}, "application/jwk-set+json");
  if (request.path != "/.well-known/openid-configuration") return std::nullopt;
  return cacheable({{"issuer", options.issuer},
                    {"jwks_uri", "https://" + std::string(request.header("host")) + kKeys},
                    {"response_types_supported", {"id_token"}},
                    {"subject_types_supported", {"public"}},
                    {"id_token_signing_alg_values_supported", {options.signer->algorithm()}}},
                   "application/json");
}

}  // namespace podium
