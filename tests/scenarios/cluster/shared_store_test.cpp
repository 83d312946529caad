// Two clusters' control planes on one etcd, as two masters of one cluster: one acts.
#include "control-plane/api/durability.h"
#include "control-plane/objects/kinds/deployment.h"
#include "control-plane/objects/kinds/lease.h"
#include "tests/history/backing.h"
#include "tests/runtime/etcd/etcd_cluster.h"
#include "tests/scenarios/runner/web.h"

using namespace podium;

namespace {

constexpr const char *kScheduler = "kube-scheduler", *kManager = "kube-controller-manager";

// A control plane with its API server, and the simulated nodes of one of them.
struct Master {
  Master(const EtcdCluster& etcd, const std::string& name, int nodes)
      : backing(history::make_durable_backing([&](RealExecutor& executor) { return etcd.open(executor); })) {
    backing->open();
    ClusterOptions options;
    options.seed = Random(1).fork(name).next();
    options.control_plane = name;
    options.control_plane_node = false;
    options.nodes = workers(nodes);
    options.durability = backing->durability();
    options.api.event_ttl = Duration{0};
    options.leadership.elect = true;
    cluster = std::make_unique<Cluster>(std::move(options));
    add_default_applications(cluster->world().applications());
  }

  void run_for(Duration duration) {
    cluster->run_for(duration);
    // A slow disk is no reason for a leader to lose its Lease: virtual time waits for it, within limits.
    for (int breaths = 0; breaths < 100; ++breaths) {
      backing->breathe();
      if (backing->durability()->idle()) break;
    }
  }

  // Holds once the API server has said yes.
  std::function<bool(const Cluster&)> asked(Verb verb, Ref<Object> object) {
    ApiRequest request;
    request.verb = verb;
    request.kind = &object->kind();
    request.key = key_of(*object);
    request.object = std::move(object);
    const auto done = std::make_shared<bool>(false);
    backing->durability()->handle(std::move(request),
                                  [done](const ApiResponse& response) { *done = response.status.ok(); });
    return [done](const Cluster&) { return *done; };
  }

  std::unique_ptr<history::Backing> backing;
  std::unique_ptr<Cluster> cluster;
};

// Both clocks side by side, until it holds for both.
template <class Condition>
bool both_until(Master& a, Master& b, Duration limit, const Condition& holds) {
  for (Duration passed{0}; passed < limit; passed += 10ms) {
    if (holds(*a.cluster) && holds(*b.cluster)) return true;
    a.run_for(10ms);
    b.run_for(10ms);
  }
  return false;
}

std::string holder(const Cluster& cluster, const char* program) {
  const auto lease = cluster.ClusterView::find<Lease>(Key{"kube-system", program});
  const std::string holder = lease ? lease->spec.holder_identity.str() : "";
  return holder.substr(0, holder.find('_'));
}

bool led(const Cluster& cluster) {
  return !holder(cluster, kScheduler).empty() && !holder(cluster, kManager).empty();
}

auto has_available(int wanted) {
  return [wanted](const Cluster& cluster) {
    const auto web = cluster.ClusterView::find<Deployment>(Key{"default", "web"});
    return web && web->status.value().available_replicas == wanted;
  };
}

}  // namespace

// "Leader election by Lease, so that several controller managers and schedulers can run and one acts."
TEST_CASE(
    "of two control planes on one etcd one acts; when it dies the other does what was asked meanwhile") {
  if (!EtcdCluster::installed()) {
    WARN("skipped: there is no etcd (package etcd-server)");
    return;
  }
  const EtcdCluster etcd(1);
  Master a(etcd, "master-a", 2), b(etcd, "master-b", 0);
  REQUIRE(both_until(a, b, 1min, led));
  for (const char* program : {kScheduler, kManager})
    CHECK(holder(*a.cluster, program) == holder(*b.cluster, program));
  Manifests manifests = read_manifests(scenario::kWeb, "web.yaml");
  for (Ref<Object>& object : manifests.objects) {
    object->metadata.namespace_ = "default";
    REQUIRE(both_until(a, b, 10s, b.asked(Verb::kCreate, std::move(object))));
  }
  REQUIRE(both_until(a, b, 1min, has_available(3)));
  const std::string first = holder(*a.cluster, kManager);
  Master& leader = first == "master-a" ? a : b;
  for (const char* program : {kScheduler, kManager}) {
    if (holder(*a.cluster, program) == first)
      REQUIRE(leader.cluster->chaos().stop_program(first, program).ok());
  }
  Ref<Deployment> web = copy(*a.cluster->ClusterView::find<Deployment>(Key{"default", "web"}));
  web->metadata.resource_version = 0;  // whatever has become of it meanwhile
  web->spec.edit().replicas = 5;
  REQUIRE(both_until(a, b, 10s, a.asked(Verb::kUpdate, std::move(web))));
  CHECK(both_until(a, b, 1min, has_available(5)));
  CHECK(holder(*a.cluster, kManager) != first);
}
