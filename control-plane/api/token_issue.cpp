// Tokens for service accounts, perhaps bound to a pod, a node or a secret.
// Source: pkg/registry/core/serviceaccount/storage/token.go of Kubernetes 1.33.
#include "control-plane/api/token_issue.h"

#include <algorithm>

#include "control-plane/api/errors.h"
#include "control-plane/authentication/account_token.h"
#include "control-plane/authorization/users.h"
#include "control-plane/objects/kinds/node.h"
#include "control-plane/objects/kinds/pod.h"
#include "control-plane/objects/kinds/secret.h"
#include "control-plane/objects/kinds/service_account.h"

namespace podium {
namespace {

constexpr std::int64_t kShortest = 600, kLongest = std::int64_t{1} << 32;
// Pods' tokens that kubelets ask for with this life get a year instead, until clients have learned to read
// them again.
constexpr std::int64_t kRenewed = 3607, kExtended = 365 * 24 * 3600;

ApiStatus invalid_life(std::int64_t seconds, const char* why) {
  KindInfo kind;
  kind.group = "authentication.k8s.io";
  kind.kind = "TokenRequest";
  return invalid(kind, Text(), {invalid_value("spec.expirationSeconds", std::to_string(seconds), why)});
}

ApiStatus check_life(std::int64_t seconds) {
  if (seconds < kShortest) return invalid_life(seconds, "may not specify a duration less than 10 minutes");
  if (seconds > kLongest) return invalid_life(seconds, "may not specify a duration larger than 2^32 seconds");
  return {};
}

ObjectIdentity identity_of(const Object& object) {
  return {object.metadata.name.str(), object.metadata.uid.str()};
}

const KindInfo* bound_kind(const TokenWish& wish) {
  if (wish.version != "v1") return nullptr;
  if (wish.kind == "Pod") return &Pod::info();
  if (wish.kind == "Node") return &Node::info();
  return wish.kind == "Secret" ? &Secret::info() : nullptr;
}

// NodeRestriction's part in it: a kubelet gets tokens for its own pods.
std::string node_fault(std::string_view node, const TokenWish& wish, const Object* bound) {
  if (node.empty()) return "";
  if (wish.kind != "Pod" || wish.name.empty()) return "node requested token not bound to a pod";
  if (wish.uid.empty()) return "node requested token with a pod binding without a uid";
  const Pod* pod = as<Pod>(bound);
  const bool own = pod != nullptr && pod->spec->node_name == node;
  return own ? "" : "node requested token bound to a pod scheduled on a different node";
}

// Writes into the token what it is to be bound to.
ApiStatus bind_to(AccountToken& token, const TokenWish& wish, const ObjectRef& bound, const Finder& find) {
  if (wish.kind.empty()) return {};
  const KindInfo* kind = bound_kind(wish);
  if (kind == nullptr)
    return bad_request_status("cannot bind token to object of type " + wish.version + ", Kind=" + wish.kind);
  if (!bound) return not_found(*kind, wish.name);
  if (!wish.uid.empty() && !(bound->metadata.uid == wish.uid))
    return conflict(wish.kind, wish.name,
                    "the UID in the bound object reference (" + wish.uid +
                        ") does not match the UID in record. The object might have been deleted and then "
                        "recreated");
  if (kind == &Node::info()) token.node = identity_of(*bound);
  if (kind == &Secret::info()) token.secret = identity_of(*bound);
  if (kind != &Pod::info()) return {};
  const Pod& pod = static_cast<const Pod&>(*bound);
  if (!(pod.spec->service_account_name == token.account.name))
    return bad_request_status("cannot bind token for serviceaccount \"" + token.account.name +
                              "\" to pod running with different serviceaccount name.");
  token.pod = identity_of(pod);
  if (pod.spec->node_name.empty()) return {};
  const ObjectRef node = find(Node::info(), Key{{}, pod.spec->node_name});
  token.node = node ? identity_of(*node) : ObjectIdentity{pod.spec->node_name.str(), ""};
  return {};
}

ApiStatus check(const TokenAsked& asked, const TokenWish& wish, const Finder& find, ObjectRef& bound) {
  if (const KindInfo* kind = bound_kind(wish))
    bound = find(*kind, Key{kind->namespaced ? asked.account.namespace_ : Text(), wish.name});
  const std::string fault = node_fault(node_of(asked.user), wish, bound.get());
  return fault.empty() ? ApiStatus() : forbidden(ServiceAccount::info(), asked.account.name, fault);
}

}  // namespace

ApiStatus issue_token(const AuthenticationOptions& options, const TokenAsked& asked, const Finder& find,
                      IssuedToken& issued) {
  TokenWish& wish = issued.granted = asked.wish;
  if (wish.audiences.empty()) wish.audiences = options.audiences;
  if (ApiStatus status = check_life(wish.seconds); !status.ok()) return status;
  const ObjectRef account = find(ServiceAccount::info(), asked.account);
  if (!account) return not_found(ServiceAccount::info(), asked.account.name);
  ObjectRef bound;
  if (ApiStatus status = check(asked, wish, find, bound); !status.ok()) return status;
  if (options.longest_token > Duration{0})
    wish.seconds = std::min<std::int64_t>(wish.seconds, options.longest_token / std::chrono::seconds(1));
  AccountToken token;
  token.issuer = options.issuer;
  token.id = asked.id;
  token.namespace_ = asked.account.namespace_.str();
  token.audiences = wish.audiences;
  token.account = identity_of(*account);
  token.issued = asked.now;
  token.expires = asked.now + std::chrono::seconds(wish.seconds);
  if (ApiStatus status = bind_to(token, wish, bound, find); !status.ok()) return status;
  issued.renew_before = token.expires;
  if (wish.seconds == kRenewed && token.pod && wish.audiences == options.audiences) {
    token.warn_after = token.expires;
    token.expires = asked.now + std::chrono::seconds(kExtended);
  }
  issued.text = sign_account_token(*options.signer, token);
  return {};
}

}  // namespace podium
