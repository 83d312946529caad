// The API server's core: requests in, responses out, over a Store. Admission, defaulting and validation
// are pure functions of control-plane/rules; this puts them in order. Each request is handled at once and
// as a whole: how long it takes and whom it reaches is the listener's business.
//
// Times keep their nanoseconds inside; only the wire cuts them to seconds.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "control-plane/api/service_addresses.h"
#include "control-plane/client/api.h"
#include "control-plane/store/store.h"
#include "runtime/env/certificates.h"
#include "runtime/env/chronicle.h"
#include "runtime/env/random.h"

namespace podium {

class Access;
struct AuthenticationOptions;

namespace custom {
class Catalogue;
}

struct ApiServerOptions {
  ServiceAddressOptions services;
  Duration event_ttl = 1h;  // 0: whoever keeps the store lets events lapse
  int generate_name_tries = 8;
  Duration default_account_wait = 1500ms;  // how long a new namespace may lack its default ServiceAccount
  // Signs tokens of service accounts; null, or without a signer: there are none.
  std::shared_ptr<const AuthenticationOptions> tokens;
  bool token_volumes = false;  // mount a service-account token into every pod, as Kubernetes does
  // A new node may name its role by a label, which otherwise its administrator does (kubeadm, for one).
  bool nodes_tell_roles = false;
  // Begin with a StorageClass "standard", the default one, of the cluster's own storage.
  bool standard_storage = false;
  // Where the kinds of CustomResourceDefinitions go; null: to nobody else.
  std::shared_ptr<custom::Catalogue> catalogue;
  // Kinds that answer_for() will be told of, whose groups are listed as APIs of this server.
  std::vector<const KindInfo*> answered;
  std::shared_ptr<const CertificateAuthority> authority;  // reads signing requests; null: nobody looks in
};

class ApiServer {
 public:
  // All references outlive it. State that is not in the store is rebuilt from it.
  ApiServer(Executor& executor, Store& store, Chronicle& chronicle, Random random,
            ApiServerOptions options = {});
  ~ApiServer();
  ApiServer(const ApiServer&) = delete;
  ApiServer& operator=(const ApiServer&) = delete;

  // Namespaces, service accounts, default roles and bindings, the system's priority classes and the
  // kubernetes Service, where missing.
  void bootstrap();
  // The same, to be handled in turn. AlreadyExists, after a restart, is as good as a success.
  std::vector<ApiRequest> bootstrap_requests() const;

  // Kinds that nobody stores: who answers for a get or list of one of them.
  using Answerer = std::function<ApiResponse(const ApiRequest&)>;
  void answer_for(const KindInfo& kind, Answerer answerer);

  // Everything but watches. The running task's cause becomes the write, if there is one.
  ApiResponse handle(const ApiRequest& request);

  // Calls `on_event` for the state first (if the request names no revision) and then for changes, at
  // once. Returns 0 and the reason if the watch is refused. May be ended from its callback.
  using WatchId = Store::WatchId;
  WatchId watch(const ApiRequest& request, std::function<void(const WatchEvent&)> on_event,
                ApiStatus& refused);
  void stop_watch(WatchId watch);

  Store& store();
  // Who may do what, by what is stored.
  const Access& access() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace podium
