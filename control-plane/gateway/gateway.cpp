#include "control-plane/gateway/gateway.h"

#include <nlohmann/json.hpp>

#include "control-plane/apply/tracking.h"
#include "control-plane/codec/view.h"
#include "control-plane/custom/catalogue.h"
#include "control-plane/gateway/openid.h"
#include "control-plane/gateway/pod_streams.h"
#include "control-plane/gateway/proxy.h"
#include "control-plane/gateway/refusals.h"
#include "control-plane/gateway/reviews.h"
#include "control-plane/gateway/scale.h"
#include "control-plane/gateway/state.h"
#include "control-plane/gateway/status_json.h"
#include "control-plane/objects/kinds/pod.h"
#include "control-plane/objects/kinds/service_account.h"

namespace podium {

namespace {

// What a request wants done with a resource, as discovery names it.
std::string_view verb_of(const Exchange& exchange) {
  const std::string& method = exchange.request.method;
  const bool named = !exchange.path.name.empty();
  if (method == "GET") return exchange.request.flag("watch") ? "watch" : named ? "get" : "list";
  if (method == "POST") return "create";
  if (method == "PUT") return "update";
  if (method == "PATCH") return "patch";
  return method == "DELETE" ? (named ? "delete" : "deletecollection") : "";
}

}  // namespace

void Exchange::answer(HttpResponse response) const {
  if (!deprecation.empty()) warn(response, deprecation);
  responder->answer(std::move(response));
}

void Exchange::fail(const ApiStatus& status) const { answer(status_response(status)); }

ApiRequest Gateway::State::request_for(const Exchange& exchange, Verb verb) const {
  ApiRequest request;
  request.verb = verb;
  request.kind = exchange.kind;
  request.key = exchange.key();
  for (const std::string_view known :
       {"status", "binding", "finalize", "eviction", "resize", "ephemeralcontainers", "approval"}) {
    if (exchange.path.subresource == known) request.subresource = known;
  }
  request.dry_run = exchange.request.parameter("dryRun") == "All";
  request.view = exchange.accepted.view;
  request.user = exchange.user;
  request.allowed = true;
  if (verb == Verb::kCreate || verb == Verb::kUpdate || verb == Verb::kPatch) {
    request.field_manager = apply::manager_name(exchange.request.parameter("fieldManager"),
                                                exchange.request.header("user-agent"));
  }
  return request;
}

// Finds what the path names, and in which form the client wants it.
bool Gateway::State::resolve(Exchange& exchange) const {
  const ApiPath& path = exchange.path;
  const Discovery& discovery = meta.discovery();
  exchange.resource = discovery.find(path.group, path.version, path.plural);
  if (exchange.resource == nullptr) {
    if (discovery.api_resource_list(path.group, path.version).is_null())
      exchange.answer(no_such_page());
    else
      exchange.fail(not_found_at_all());
    return false;
  }
  exchange.kind = find_plural(path.group, path.version, path.plural);
  if (exchange.kind == nullptr) {
    exchange.accepted.view = find_view(path.group, path.version, exchange.resource->kind);
    if (exchange.accepted.view != nullptr) exchange.kind = &exchange.accepted.view->stored();
  }
  if (exchange.kind == nullptr && options.catalogue != nullptr) {
    const custom::Kind* kind = options.catalogue->find_plural(path.group, path.version, path.plural);
    exchange.kind = kind;
    if (kind != nullptr) {
      const custom::Version& version = *kind->definition->find(path.version);
      exchange.deprecation = version.deprecation;
      if (kind->version != path.version) exchange.accepted.view = &version.view;
    }
  }
  for (const KindInfo* computed : options.computed) {
    if (computed->group == path.group && computed->plural == path.plural) exchange.kind = computed;
  }
  return true;
}

bool Gateway::State::serves_subresource(const Exchange& exchange) const {
  for (const schema::Subresource* served : served_subresources(*exchange.resource)) {
    if (served->name == exchange.path.subresource) return true;
  }
  return false;
}

void Gateway::State::dispatch(const ExchangeRef& exchange) {
  const std::string& method = exchange->request.method;
  const std::string& subresource = exchange->path.subresource;
  if (subresource == "scale" && has_scale(*exchange->kind, exchange->accepted.view)) return scale(exchange);
  if (!subresource.empty() && !serves_subresource(*exchange)) return exchange->fail(not_found_at_all());
  const bool named = !exchange->path.name.empty();
  if (subresource.empty() && !exchange->resource->has_verb(verb_of(*exchange)))
    return exchange->fail(method_not_allowed());
  if (method == "GET" && exchange->request.flag("watch")) return watch(*exchange);
  if (method == "GET") return named ? read(*exchange) : list(*exchange);
  if (method == "POST") return create(exchange);
  if (method == "PUT" && named) return update(exchange);
  if (method == "PATCH" && named) return patch(exchange);
  if (method == "DELETE") return remove(exchange);
  exchange->fail(method_not_allowed());
}

Gateway::Gateway(Executor& executor, ApiBackend& backend, Random random, GatewayOptions options)
    : state_(std::make_unique<State>(executor, backend, random, std::move(options))) {}

Gateway::~Gateway() = default;

void Gateway::handle(HttpRequest request, std::shared_ptr<HttpResponder> responder) {
  state_->arrive(std::move(request), std::move(responder));
}

void Gateway::State::serve_outside(const Exchange& exchange) {
  std::optional<HttpResponse> answer = openid_answer(exchange.request, authenticator.options());
  if (!answer) answer = meta.handle(exchange.request);
  exchange.answer(answer ? std::move(*answer) : status_response(not_found_at_all()));
}

void Gateway::State::serve(const ExchangeRef& exchange) {
  if (exchange->path.plural.empty()) return serve_outside(*exchange);
  if (const KindInfo* kind = metric_kind(exchange->path)) return metrics(*exchange, *kind);
  if (!resolve(*exchange)) return;
  if (is_review(*exchange->resource)) return review(*exchange);
  if (exchange->kind == &ServiceAccount::info() && exchange->path.subresource == "token")
    return request_token(*exchange);
  if (exchange->kind == &Pod::info() && is_pod_stream(exchange->path.subresource)) {
    return serve_pod_stream(backend, *streams, exchange->key(), exchange->path.subresource, exchange->request,
                            exchange->responder, executor.now());
  }
  if (is_proxy(exchange->path) && exchange->resource->find_subresource("proxy") != nullptr)
    return serve_proxy(backend, streams, random, exchange);
  const std::optional<Accepted> accepted = negotiate(exchange->request.header("accept"));
  if (!accepted) return exchange->fail(not_acceptable());
  exchange->accepted.form = accepted->form;
  exchange->accepted.version = accepted->version;
  dispatch(exchange);
}

}  // namespace podium
