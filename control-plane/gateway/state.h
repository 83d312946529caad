// Inside the gateway: what its requests share. Reads, writes and scales each have a file.
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "control-plane/gateway/exchange.h"
#include "control-plane/gateway/gateway.h"
#include "control-plane/gateway/meta_paths.h"
#include "control-plane/gateway/open_streams.h"

namespace podium {

struct Gateway::State {
  State(Executor& e, ApiBackend& b, Random r, GatewayOptions o)
      : executor(e),
        backend(b),
        random(r.fork("gateway")),
        options(std::move(o)),
        meta(options.version, options.computed, options.catalogue),
        authenticator(options.authentication,
                      [this](const KindInfo& kind, const Key& key) { return find(kind, key); }),
        audit_ids(r.fork("audit")),
        queues(e, options.limits) {}

  // ---- arrival.cpp: the way in. ----
  void arrive(HttpRequest request, std::shared_ptr<HttpResponder> responder);
  void admit(const AccessRequest& asked, const ExchangeRef& exchange);

  // ---- identity.cpp: who asks, and whether he may. ----
  struct Asking {
    UserRef user;    // whom the request counts as
    UserRef really;  // who asks in the other's name; null: nobody
  };
  // The answer, if the question ends there.
  std::optional<HttpResponse> identify(const HttpRequest& request, Asking& asking) const;
  std::optional<HttpResponse> impersonate(const HttpRequest& request, Asking& asking) const;
  ApiStatus permit(const AccessRequest& asked) const;
  ApiStatus refusal_of(const AccessRequest& asked) const;
  // What is stored, for the server's own purposes; null: nothing.
  ObjectRef find(const KindInfo& kind, const Key& key) const;

  // ---- gateway.cpp: what a request is about, and whose business it is. ----
  bool resolve(Exchange& exchange) const;  // false: it has been answered
  bool serves_subresource(const Exchange& exchange) const;
  void serve(const ExchangeRef& exchange);
  void serve_outside(const Exchange& exchange);  // of the resources
  void dispatch(const ExchangeRef& exchange);
  ApiRequest request_for(const Exchange& exchange, Verb verb) const;

  // ---- read_requests.cpp ----
  ApiStatus select(const Exchange& exchange, ApiRequest& request) const;
  void read(const Exchange& exchange);
  void list(const Exchange& exchange);
  void watch(const Exchange& exchange);
  HttpResponse render(const Exchange& exchange, const Object& object) const;

  // ---- write_requests.cpp ----
  void create(const ExchangeRef& exchange);
  void update(const ExchangeRef& exchange);
  void patch(const ExchangeRef& exchange);
  void evict(const ExchangeRef& exchange);
  void remove(const ExchangeRef& exchange);
  void remove_collection(const ExchangeRef& exchange, ApiRequest request);
  // Has the request done and answers with its outcome; `code` if that is success.
  void send(const ExchangeRef& exchange, ApiRequest request, int code,
            std::vector<std::string> warnings = {});

  // ---- reviews.cpp ----
  void review(const Exchange& exchange) const;
  nlohmann::json review_status(const Exchange& exchange, const nlohmann::json& spec,
                               ApiStatus& refused) const;
  nlohmann::json token_review_status(const nlohmann::json& spec) const;

  // ---- token_requests.cpp ----
  void request_token(const Exchange& exchange);
  ApiStatus make_token(const Exchange& exchange, const nlohmann::json& body, HttpResponse& answer);

  // ---- metric_requests.cpp ----
  void metrics(const Exchange& exchange, const KindInfo& kind) const;

  // ---- scale_requests.cpp ----
  void scale(const ExchangeRef& exchange);
  void write_scale(const ExchangeRef& exchange, const Object& workload, const nlohmann::json& scale);

  Executor& executor;
  ApiBackend& backend;
  Random random;
  GatewayOptions options;
  MetaPaths meta;
  Authenticator authenticator;
  Random audit_ids;
  FairQueues queues;
  const std::shared_ptr<OpenStreams> streams = std::make_shared<OpenStreams>(executor);
};

// A version 4 UUID (RFC 4122).
std::string new_uuid(Random& random);

// Tells the client something beside the answer.
void warn(HttpResponse& answer, const std::string& warning);

// The kind of metrics by name that a path asks for; null if it is none.
const KindInfo* metric_kind(const ApiPath& path);

// The patch of a PATCH request; nothing if its content type is none of a patch.
std::optional<Patch> read_patch(const HttpRequest& request);

}  // namespace podium
