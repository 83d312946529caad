// serviceaccounts/NAME/token: a token for a service account, perhaps bound to a pod, a node or a secret.
// Source: pkg/registry/core/serviceaccount/storage/token.go of Kubernetes 1.33.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "control-plane/api/errors.h"
#include "control-plane/authentication/account_token.h"
#include "control-plane/authorization/users.h"
#include "control-plane/codec/time_text.h"
#include "control-plane/gateway/body.h"
#include "control-plane/gateway/refusals.h"
#include "control-plane/gateway/state.h"
#include "control-plane/gateway/status_json.h"
#include "control-plane/objects/kinds/node.h"
#include "control-plane/objects/kinds/pod.h"
#include "control-plane/objects/kinds/secret.h"
#include "control-plane/objects/kinds/service_account.h"

namespace podium {
namespace {

using nlohmann::json;

constexpr std::int64_t kShortest = 600, kLongest = std::int64_t{1} << 32, kUsual = 3600;
// Pods' tokens that kubelets ask for with this life get a year instead, until clients have learned to read
// them again.
constexpr std::int64_t kRenewed = 3607, kExtended = 365 * 24 * 3600;

struct Wish {
  std::vector<std::string> audiences;
  std::int64_t seconds = kUsual;
  std::string kind, version, name, uid;  // of the object to be bound to; empty: none
};

Wish read_wish(const json& tree, const std::vector<std::string>& usual) {
  const json spec = tree.value("spec", json::object());
  Wish wish;
  if (spec.contains("audiences")) wish.audiences = spec["audiences"].get<std::vector<std::string>>();
  if (wish.audiences.empty()) wish.audiences = usual;
  wish.seconds = spec.value("expirationSeconds", kUsual);
  const json bound = spec.value("boundObjectRef", json::object());
  wish.kind = bound.value("kind", "");
  wish.version = bound.value("apiVersion", "");
  wish.name = bound.value("name", "");
  wish.uid = bound.value("uid", "");
  return wish;
}

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

const KindInfo* bound_kind(const Wish& wish) {
  if (wish.version != "v1") return nullptr;
  if (wish.kind == "Pod") return &Pod::info();
  if (wish.kind == "Node") return &Node::info();
  return wish.kind == "Secret" ? &Secret::info() : nullptr;
}

// NodeRestriction's part in it: a kubelet gets tokens for its own pods.
std::string node_fault(std::string_view node, const Wish& wish, const Object* bound) {
  if (node.empty()) return "";
  if (wish.kind != "Pod" || wish.name.empty()) return "node requested token not bound to a pod";
  if (wish.uid.empty()) return "node requested token with a pod binding without a uid";
  const Pod* pod = as<Pod>(bound);
  const bool own = pod != nullptr && pod->spec->node_name == node;
  return own ? "" : "node requested token bound to a pod scheduled on a different node";
}

HttpResponse token_answer(const AccountToken& token, const Wish& wish, std::string text, TimePoint now) {
  json answer = {
      {"kind", "TokenRequest"},
      {"apiVersion", "authentication.k8s.io/v1"},
      {"metadata",
       {{"name", token.account.name},
        {"namespace", token.namespace_},
        {"creationTimestamp", format_time(now)}}},
      {"spec",
       {{"audiences", wish.audiences}, {"expirationSeconds", wish.seconds}, {"boundObjectRef", nullptr}}},
      {"status",
       {{"token", std::move(text)},
        {"expirationTimestamp", format_time(token.warn_after.value_or(token.expires))}}}};
  if (!wish.kind.empty()) {
    json bound = {{"kind", wish.kind}, {"apiVersion", wish.version}, {"name", wish.name}};
    if (!wish.uid.empty()) bound["uid"] = wish.uid;
    answer["spec"]["boundObjectRef"] = std::move(bound);
  }
  return {201, {{"Content-Type", "application/json"}}, answer.dump() + "\n"};
}

// Writes into the token what it is to be bound to.
ApiStatus bind(AccountToken& token, const Wish& wish, const ObjectRef& bound, const Finder& find) {
  if (wish.kind.empty()) return {};
  const KindInfo* kind = bound_kind(wish);
  if (kind == nullptr)
    return bad_request("cannot bind token to object of type " + wish.version + ", Kind=" + wish.kind);
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
    return bad_request("cannot bind token for serviceaccount \"" + token.account.name +
                       "\" to pod running with different serviceaccount name.");
  token.pod = identity_of(pod);
  if (pod.spec->node_name.empty()) return {};
  const ObjectRef node = find(Node::info(), Key{{}, pod.spec->node_name});
  token.node = node ? identity_of(*node) : ObjectIdentity{pod.spec->node_name.str(), ""};
  return {};
}

}  // namespace

ApiStatus Gateway::State::make_token(const Exchange& exchange, const json& body, HttpResponse& answer) {
  const AuthenticationOptions& options = authenticator.options();
  Wish wish = read_wish(body, options.audiences);
  if (ApiStatus status = check_life(wish.seconds); !status.ok()) return status;
  const std::int64_t asked = wish.seconds;
  if (options.longest_token > Duration{0})
    wish.seconds = std::min<std::int64_t>(asked, options.longest_token / std::chrono::seconds(1));
  const ObjectRef account = find(ServiceAccount::info(), exchange.key());
  if (!account) return not_found(ServiceAccount::info(), exchange.key().name);
  const KindInfo* kind = bound_kind(wish);
  ObjectRef bound;
  if (kind != nullptr)
    bound = find(*kind, Key{kind->namespaced ? exchange.key().namespace_ : Text(), wish.name});
  if (const std::string fault = node_fault(node_of(*exchange.user), wish, bound.get()); !fault.empty())
    return forbidden(ServiceAccount::info(), exchange.key().name, fault);
  AccountToken token;
  token.issuer = options.issuer;
  token.id = new_uuid(random);
  token.namespace_ = exchange.path.namespace_;
  token.audiences = wish.audiences;
  token.account = identity_of(*account);
  token.issued = executor.now();
  token.expires = executor.now() + std::chrono::seconds(wish.seconds);
  const auto finder = [this](const KindInfo& what, const Key& key) { return find(what, key); };
  if (ApiStatus status = bind(token, wish, bound, finder); !status.ok()) return status;
  if (wish.seconds == kRenewed && token.pod && wish.audiences == options.audiences) {
    token.warn_after = token.expires;
    token.expires = executor.now() + std::chrono::seconds(kExtended);
  }
  answer = token_answer(token, wish, sign_account_token(*options.signer, token), executor.now());
  if (wish.seconds < asked)
    warn(answer, "requested expiration of " + std::to_string(asked) + " seconds shortened to " +
                     std::to_string(wish.seconds) + " seconds");
  return {};
}

void Gateway::State::request_token(const Exchange& exchange) {
  if (authenticator.options().signer == nullptr) return exchange.fail(not_found_at_all());
  if (exchange.request.method != "POST") return exchange.fail(method_not_allowed());
  if (backend.access() == nullptr) return exchange.fail(unavailable());
  json body;
  const schema::Type& type = *schema::kubernetes().find_type("authentication.k8s.io", "v1", "TokenRequest");
  ApiStatus status = read_tree(exchange.request, type, "TokenRequest", body);
  HttpResponse answer;
  if (status.ok()) status = make_token(exchange, body, answer);
  if (!status.ok()) return exchange.fail(status);
  exchange.answer(std::move(answer));
}

}  // namespace podium
