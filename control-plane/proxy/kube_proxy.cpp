#include "control-plane/proxy/kube_proxy.h"

#include <set>

#include "control-plane/client/cache.h"
#include "control-plane/proxy/routes.h"

namespace podium {
namespace {

constexpr const char* kServiceLabel = "kubernetes.io/service-name";

Key service_of(const EndpointSlice& slice) {
  return {slice.metadata.namespace_, slice.metadata.labels.get(kServiceLabel)};
}

Text index_value(const Key& service) { return service.namespace_.str() + "/" + service.name.str(); }

}  // namespace

struct KubeProxy::State {
  State(Executor& e, Transport& t, std::string m, DataPlane& d, Random r, KubeProxyOptions o)
      : executor(e),
        data_plane(d),
        node(m),
        options(std::move(o)),
        client(e, t, std::move(m), r.fork("kube-proxy"), options.client),
        services(client),
        slices(client) {}

  void touch(const Key& service);
  void sync();
  void program(const Key& service);

  Executor& executor;
  DataPlane& data_plane;
  Text node;
  KubeProxyOptions options;
  Client client;
  Cache<Service> services;
  Cache<EndpointSlice> slices;
  std::size_t by_service = 0;  // index of slices
  std::set<Key> changed;
  TimePoint last_sync{};
  TimerId timer = TimerId::kNone;
};

// The first change after a quiet while is programmed at once; the next wait for the period to pass.
void KubeProxy::State::touch(const Key& service) {
  changed.insert(service);
  if (timer != TimerId::kNone || !services.synced() || !slices.synced()) return;
  timer = executor.run_at(last_sync + options.min_sync_period, [this] { sync(); });
}

void KubeProxy::State::sync() {
  timer = TimerId::kNone;
  last_sync = executor.now();
  for (const Key& service : std::exchange(changed, {})) program(service);
}

void KubeProxy::State::program(const Key& key) {
  const Ref<const Service> service = services.find(key);
  std::vector<Route> routes;
  if (service) routes = routes_for(*service, slices.indexed(by_service, index_value(key)), node);
  data_plane.set_routes(index_value(key).str(), std::move(routes));
}

KubeProxy::KubeProxy(Executor& executor, Transport& transport, std::string machine, DataPlane& data_plane,
                     Random random, KubeProxyOptions options)
    : state_(std::make_unique<State>(executor, transport, std::move(machine), data_plane, random,
                                     std::move(options))) {}

KubeProxy::~KubeProxy() = default;

void KubeProxy::start() {
  State& s = *state_;
  s.by_service = s.slices.core().add_index([](const Object& object) {
    return index_value(service_of(static_cast<const EndpointSlice&>(object)));
  });
  s.services.on_change(
      [&s](const Service* before, const Service* after) { s.touch(key_of(after ? *after : *before)); });
  s.slices.on_change([&s](const EndpointSlice* before, const EndpointSlice* after) {
    s.touch(service_of(after ? *after : *before));
  });
  const auto synced = [&s] {
    if (!s.changed.empty()) s.touch(*s.changed.begin());
  };
  s.services.core().on_synced(synced);
  s.slices.core().on_synced(synced);
  s.services.start();
  s.slices.start();
}

}  // namespace podium
