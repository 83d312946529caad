#include "control-plane/authentication/account_token.h"

#include <nlohmann/json.hpp>

#include "control-plane/authentication/jwt.h"
#include "control-plane/authorization/users.h"
#include "control-plane/objects/kinds/node.h"
#include "control-plane/objects/kinds/pod.h"
#include "control-plane/objects/kinds/secret.h"
#include "control-plane/objects/kinds/service_account.h"

namespace podium {
namespace {

using nlohmann::json;

constexpr Duration kLeeway = 1min;    // between the clocks of two servers
constexpr Duration kGoneAfter = 60s;  // what an object being deleted still counts
constexpr const char* kPrivate = "kubernetes.io";

std::int64_t whole_seconds(TimePoint at) { return nanos(at) / 1'000'000'000; }
TimePoint at_second(std::int64_t seconds) { return TimePoint{std::chrono::seconds(seconds)}; }

json identity_json(const ObjectIdentity& identity) {
  return {{"name", identity.name}, {"uid", identity.uid}};
}

std::optional<ObjectIdentity> read_identity(const json& claims, const char* field) {
  const auto found = claims.find(field);
  if (found == claims.end() || !found->is_object()) return std::nullopt;
  return ObjectIdentity{found->value("name", ""), found->value("uid", "")};
}

AccountToken read_claims(const json& claims) {
  AccountToken token;
  token.issuer = claims.value("iss", "");
  token.id = claims.value("jti", "");
  token.issued = at_second(claims.value("iat", std::int64_t{0}));
  token.expires = at_second(claims.value("exp", std::int64_t{0}));
  const json audience = claims.value("aud", json::array());
  if (audience.is_string())
    token.audiences = {audience.get<std::string>()};
  else
    token.audiences = audience.get<std::vector<std::string>>();
  const json own = claims.value(kPrivate, json::object());
  token.namespace_ = own.value("namespace", "");
  token.account = read_identity(own, "serviceaccount").value_or(ObjectIdentity{});
  token.pod = read_identity(own, "pod");
  token.node = read_identity(own, "node");
  token.secret = read_identity(own, "secret");
  return token;
}

// Is the object there, and still the one of that uid?
bool holds(const Finder& find, const KindInfo& kind, const Text& space, const ObjectIdentity& identity,
           TimePoint now) {
  const ObjectRef object = find(kind, Key{space, identity.name});
  if (!object || !(object->metadata.uid == identity.uid)) return false;
  return !object->metadata.deleting() || object->metadata.deletion_timestamp + kGoneAfter > now;
}

}  // namespace

std::string sign_account_token(const Signer& signer, const AccountToken& token) {
  json own = {{"namespace", token.namespace_}, {"serviceaccount", identity_json(token.account)}};
  if (token.pod) own["pod"] = identity_json(*token.pod);
  if (token.node) own["node"] = identity_json(*token.node);
  if (token.secret) own["secret"] = identity_json(*token.secret);
  if (token.warn_after) own["warnafter"] = whole_seconds(*token.warn_after);
  return sign_jwt(signer, {{"aud", token.audiences},
                           {"exp", whole_seconds(token.expires)},
                           {"iat", whole_seconds(token.issued)},
                           {"iss", token.issuer},
                           {"jti", token.id},
                           {kPrivate, std::move(own)},
                           {"nbf", whole_seconds(token.issued)},
                           {"sub", "system:serviceaccount:" + token.namespace_ + ":" + token.account.name}});
}

std::optional<AccountToken> read_account_token(const Signer& signer, std::string_view issuer,
                                               std::string_view text) {
  const std::optional<json> claims = verified_claims(signer, text);
  if (!claims || claims->value("iss", "") != issuer) return std::nullopt;
  return read_claims(*claims);
}

std::string account_token_fault(const AccountToken& token, const Finder& find, TimePoint now) {
  if (now > token.expires + kLeeway) return "service account token has expired";
  if (now + kLeeway < token.issued) return "service account token is not valid yet";
  const Text space(token.namespace_);
  bool valid = holds(find, ServiceAccount::info(), space, token.account, now);
  if (token.secret) valid = valid && holds(find, Secret::info(), space, *token.secret, now);
  if (token.pod)
    valid = valid && holds(find, Pod::info(), space, *token.pod, now);
  else if (token.node)
    valid = valid && holds(find, Node::info(), Text(), *token.node, now);
  return valid ? "" : "service account token has been invalidated";
}

User user_of(const AccountToken& token) {
  User user = account_user(token.namespace_, token.account.name);
  user.uid = token.account.uid;
  const auto tell = [&](const char* what, const std::string& value) {
    user.extra.emplace_back(std::string("authentication.kubernetes.io/") + what, List<Text>{Text(value)});
  };
  if (!token.id.empty()) tell("credential-id", "JTI=" + token.id);
  if (token.node) {
    tell("node-name", token.node->name);
    if (!token.node->uid.empty()) tell("node-uid", token.node->uid);
  }
  if (token.pod) {
    tell("pod-name", token.pod->name);
    tell("pod-uid", token.pod->uid);
  }
  return user;
}

}  // namespace podium
