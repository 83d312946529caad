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
        meta(options.version, options.computed) {}

  // ---- gateway.cpp: what a request is about, and whose business it is. ----
  bool resolve(Exchange& exchange) const;  // false: it has been answered
  bool serves_subresource(const Exchange& exchange) const;
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

  // ---- scale_requests.cpp ----
  void scale(const ExchangeRef& exchange);
  void write_scale(const ExchangeRef& exchange, const Object& workload, const nlohmann::json& scale);

  Executor& executor;
  ApiBackend& backend;
  Random random;
  GatewayOptions options;
  MetaPaths meta;
  const std::shared_ptr<OpenStreams> streams = std::make_shared<OpenStreams>(executor);
};

// The patch of a PATCH request; nothing if its content type is none of a patch.
std::optional<Patch> read_patch(const HttpRequest& request);

}  // namespace podium
