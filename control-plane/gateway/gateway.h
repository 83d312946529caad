// The REST front of the API server: what kubectl and other clients of Kubernetes speak. No sockets:
// requests come in as texts, answers go to a responder.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "control-plane/authentication/authenticator.h"
#include "control-plane/client/api.h"
#include "control-plane/gateway/audit.h"
#include "control-plane/gateway/fair_queues.h"
#include "control-plane/gateway/http_message.h"
#include "runtime/env/executor.h"
#include "runtime/env/random.h"

namespace podium {

class Access;

namespace custom {
class Catalogue;
}

// The API server as the gateway needs it.
class ApiBackend {
 public:
  virtual ~ApiBackend() = default;
  // A get or a list: of what is known, at once.
  virtual ApiResponse read(const ApiRequest& request) = 0;
  // Anything that changes something. Replies when it is done, which may be before this returns.
  virtual void write(ApiRequest request, std::function<void(const ApiResponse&)> reply) = 0;
  // Opens a watch; events come until cancel(). Returns its id, or 0 with `refused` set.
  virtual std::uint64_t watch(const ApiRequest& request, std::function<void(const WatchEvent&)> on_event,
                              ApiStatus& refused) = 0;
  virtual void cancel_watch(std::uint64_t id) = 0;
  // Of the store, now: what a bookmark tells.
  virtual std::uint64_t revision() const = 0;
  // Who may do what; null while there is no API server.
  virtual const Access* access() const = 0;
  // Opens a connection to the kubelet of a node, for one NodeRequest.
  virtual std::unique_ptr<Connection> dial_kubelet(const Text& node) = 0;
};

struct GatewayOptions {
  std::string version = "v1.33.0";  // of Kubernetes, as /version tells
  // Watches end by themselves after a time that the client chose, or one drawn from this range.
  Duration watch_timeout_min = 30min, watch_timeout_max = 60min;
  Duration bookmark_interval = 60s;
  // Kinds that are answered for without being stored (control-plane/objects/generic.h).
  std::vector<const KindInfo*> computed;
  // The API server's; null: there are no custom kinds.
  std::shared_ptr<const custom::Catalogue> catalogue;
  AuthenticationOptions authentication;
  AuditOptions audit;
  LimitOptions limits;
};

class Gateway {
 public:
  Gateway(Executor& executor, ApiBackend& backend, Random random, GatewayOptions options = {});
  ~Gateway();

  // Answers `responder` now, or streams to it until the client goes or time is up.
  void handle(HttpRequest request, std::shared_ptr<HttpResponder> responder);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace podium
