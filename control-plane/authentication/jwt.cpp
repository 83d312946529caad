#include "control-plane/authentication/jwt.h"

#include <nlohmann/json.hpp>

#include "control-plane/authentication/base64.h"

namespace podium {

using nlohmann::json;

std::string sign_jwt(const Signer& signer, const json& claims) {
  const json header = {{"alg", signer.algorithm()}, {"kid", signer.key_id()}};
  std::string token = base64_url(header.dump()) + "." + base64_url(claims.dump());
  return token + "." + base64_url(signer.sign(token));
}

std::optional<json> verified_claims(const Signer& signer, std::string_view token) {
  const std::size_t first = token.find('.'), last = token.rfind('.');
  if (first == std::string_view::npos || first == last) return std::nullopt;
  const auto head = from_base64(token.substr(0, first));
  const auto body = from_base64(token.substr(first + 1, last - first - 1));
  const auto signature = from_base64(token.substr(last + 1));
  if (!head || !body || !signature) return std::nullopt;
  const json header = json::parse(*head, nullptr, false);
  // The algorithm is the signer's and never the token's to choose.
  if (!header.is_object() || header.value("alg", json()) != json(signer.algorithm())) return std::nullopt;
  if (header.contains("kid") && header["kid"] != json(signer.key_id())) return std::nullopt;
  if (!signer.verify(token.substr(0, last), *signature)) return std::nullopt;
  json claims = json::parse(*body, nullptr, false);
  return claims.is_object() ? std::optional(std::move(claims)) : std::nullopt;
}

}  // namespace podium
