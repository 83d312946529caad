// serviceaccounts/NAME/token: a token for a service account, perhaps bound to a pod, a node or a secret.
#include <nlohmann/json.hpp>

#include "control-plane/api/token_issue.h"
#include "control-plane/codec/time_text.h"
#include "control-plane/gateway/body.h"
#include "control-plane/gateway/refusals.h"
#include "control-plane/gateway/state.h"
#include "control-plane/gateway/status_json.h"

namespace podium {
namespace {

using nlohmann::json;

TokenWish read_wish(const json& tree) {
  const json spec = tree.value("spec", json::object());
  TokenWish wish;
  if (spec.contains("audiences")) wish.audiences = spec["audiences"].get<std::vector<std::string>>();
  wish.seconds = spec.value("expirationSeconds", wish.seconds);
  const json bound = spec.value("boundObjectRef", json::object());
  wish.kind = bound.value("kind", "");
  wish.version = bound.value("apiVersion", "");
  wish.name = bound.value("name", "");
  wish.uid = bound.value("uid", "");
  return wish;
}

HttpResponse token_answer(const Key& account, const IssuedToken& issued, TimePoint now) {
  const TokenWish& wish = issued.granted;
  json answer = {
      {"kind", "TokenRequest"},
      {"apiVersion", "authentication.k8s.io/v1"},
      {"metadata",
       {{"name", account.name.str()},
        {"namespace", account.namespace_.str()},
        {"creationTimestamp", format_time(now)}}},
      {"spec",
       {{"audiences", wish.audiences}, {"expirationSeconds", wish.seconds}, {"boundObjectRef", nullptr}}},
      {"status", {{"token", issued.text}, {"expirationTimestamp", format_time(issued.renew_before)}}}};
  if (!wish.kind.empty()) {
    json bound = {{"kind", wish.kind}, {"apiVersion", wish.version}, {"name", wish.name}};
    if (!wish.uid.empty()) bound["uid"] = wish.uid;
    answer["spec"]["boundObjectRef"] = std::move(bound);
  }
  return {201, {{"Content-Type", "application/json"}}, answer.dump() + "\n"};
}

}  // namespace

ApiStatus Gateway::State::make_token(const Exchange& exchange, const json& body, HttpResponse& answer) {
  const TokenWish wish = read_wish(body);
  const auto finder = [this](const KindInfo& what, const Key& key) { return find(what, key); };
  IssuedToken issued;
  const ApiStatus status =
      issue_token(authenticator.options(),
                  {*exchange.user, exchange.key(), wish, new_uuid(random), executor.now()}, finder, issued);
  if (!status.ok()) return status;
  answer = token_answer(exchange.key(), issued, executor.now());
  if (issued.granted.seconds < wish.seconds)
    warn(answer, "requested expiration of " + std::to_string(wish.seconds) + " seconds shortened to " +
                     std::to_string(issued.granted.seconds) + " seconds");
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
