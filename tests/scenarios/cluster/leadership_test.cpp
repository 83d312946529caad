// Several controller managers and schedulers, of which one acts: who holds the Lease.
#include <set>

#include "control-plane/objects/kinds/deployment.h"
#include "control-plane/objects/kinds/event.h"
#include "control-plane/objects/kinds/lease.h"
#include "control-plane/objects/kinds/node.h"
#include "tests/scenarios/runner/web.h"

using namespace podium;

namespace {

constexpr const char *kScheduler = "kube-scheduler", *kManager = "kube-controller-manager";

ClusterOptions two_of_each() {
  ClusterOptions options;
  options.leadership.controller_managers = options.leadership.schedulers = 2;
  return options;
}

LeaseSpec lease(const Cluster& cluster, const char* program) {
  const auto lease = cluster.ClusterView::find<Lease>(Key{"kube-system", program});
  REQUIRE(lease);
  return lease->spec;
}

std::string leader(const Cluster& cluster, const char* program) {
  const std::string holder = lease(cluster, program).holder_identity.str();
  return holder.substr(0, holder.find('_'));
}

std::string other_than(const std::string& machine) {
  return machine == "control-plane" ? "control-plane-2" : "control-plane";
}

int available(const ClusterView& view) {
  const auto web = view.find<Deployment>(Key{"default", "web"});
  return web ? web->status.value().available_replicas : 0;
}

void scale(Cluster& cluster, int replicas) {
  Ref<Deployment> web = copy(*cluster.ClusterView::find<Deployment>(Key{"default", "web"}));
  web->spec.edit().replicas = replicas;
  REQUIRE(cluster.apply({web}).ok());
}

std::size_t created(const Cluster& cluster) { return cluster.ClusterView::all<Pod>("default").size(); }

}  // namespace

TEST_CASE("of two of each one leads, says so in a Lease as client-go does, and goes on renewing it") {
  const auto cluster = scenario::web_cluster(two_of_each());
  CHECK(available(*cluster) == 3);
  std::set<std::string> told;
  for (const auto& event : cluster->ClusterView::all<Event>("kube-system"))
    if (event->reason == "LeaderElection") told.insert(event->message.str());
  for (const char* program : {kScheduler, kManager}) {
    CHECK(told.contains(lease(*cluster, program).holder_identity.str() + " became leader"));
    const LeaseSpec then = lease(*cluster, program);
    const std::string holder = then.holder_identity.str();
    CHECK(holder.substr(holder.find('_') + 1).size() == 36);
    CHECK(then.lease_duration_seconds == 15);
    CHECK(then.lease_transitions == 0);
    cluster->run_for(1h);
    const LeaseSpec now = lease(*cluster, program);
    CHECK(now.holder_identity == then.holder_identity);
    CHECK(now.acquire_time == then.acquire_time);
    CHECK(cluster->now() - now.renew_time.at <= 2s + 100ms);
  }
}

// "--leader-elect-lease-duration 15s ... the maximum duration that a leader can be stopped before it is
// replaced by another candidate."
TEST_CASE(
    "when the leading controller manager dies, the other takes over and does what was asked meanwhile") {
  const auto cluster = scenario::web_cluster(two_of_each());
  const std::string first = leader(*cluster, kManager);
  REQUIRE(cluster->chaos().stop_program(first, kManager).ok());
  scale(*cluster, 5);
  cluster->run_for(12s);
  CHECK(created(*cluster) == 3);
  REQUIRE(cluster->run_until([](const ClusterView& v) { return v.all<Pod>("default").size() == 5; }, 30s));
  CHECK(leader(*cluster, kManager) == other_than(first));
  CHECK(lease(*cluster, kManager).lease_transitions == 1);
  CHECK(cluster->run_until([](const ClusterView& v) { return available(v) == 5; }, 30s));
  // Who comes back stands by.
  REQUIRE(cluster->chaos().start_program(first, kManager).ok());
  cluster->run_for(2min);
  CHECK(leader(*cluster, kManager) == other_than(first));
  CHECK(created(*cluster) == 5);
}

TEST_CASE("when the leading scheduler dies, the other binds what was created meanwhile, and then explains") {
  const auto cluster = scenario::web_cluster(two_of_each());
  const std::string first = leader(*cluster, kScheduler);
  REQUIRE(cluster->scheduler() != nullptr);
  REQUIRE(cluster->chaos().stop_program(first, kScheduler).ok());
  CHECK(cluster->scheduler() == nullptr);
  scale(*cluster, 5);
  cluster->run_for(12s);
  CHECK(created(*cluster) == 5);
  CHECK(available(*cluster) == 3);
  CHECK(cluster->run_until([](const ClusterView& v) { return available(v) == 5; }, 30s));
  CHECK(leader(*cluster, kScheduler) == other_than(first));
  CHECK(cluster->scheduler() != nullptr);
}

// A leader that cannot renew gives up after 10 s, before anybody may follow it after 15 s.
TEST_CASE("a leader that is cut off is replaced, and does not act when the link is mended") {
  const auto cluster = scenario::web_cluster(two_of_each());
  for (const char* program : {kScheduler, kManager}) {
    if (leader(*cluster, program) == "control-plane")
      REQUIRE(cluster->chaos().stop_program("control-plane", program).ok());
  }
  cluster->run_for(30s);
  for (const char* program : {kScheduler, kManager}) {
    CHECK(leader(*cluster, program) == "control-plane-2");
    (void)cluster->chaos().start_program("control-plane", program);
  }
  REQUIRE(cluster->chaos().cut_link("control-plane-2", "control-plane", false).ok());
  scale(*cluster, 4);
  REQUIRE(cluster->run_until([](const ClusterView& v) { return available(v) == 4; }, 1min));
  for (const char* program : {kScheduler, kManager}) CHECK(leader(*cluster, program) == "control-plane");
  REQUIRE(cluster->chaos().mend_link("control-plane-2", "control-plane").ok());
  for (int replicas : {6, 2, 5}) {
    scale(*cluster, replicas);
    cluster->run_for(1min);
    CHECK(created(*cluster) == static_cast<std::size_t>(replicas));
  }
}

TEST_CASE("after two minutes without an API server somebody leads again, and no node is called lost") {
  const auto cluster = scenario::web_cluster(two_of_each());
  REQUIRE(cluster->chaos().stop_api_server().ok());
  cluster->run_for(2min);
  REQUIRE(cluster->chaos().start_api_server().ok());
  scale(*cluster, 4);
  for (int second = 0; second < 60; ++second) {
    cluster->run_for(1s);
    for (const auto& node : cluster->ClusterView::all<Node>())
      CHECK(find_condition(node->status.value().conditions, "Ready")->is_true());
  }
  CHECK(available(*cluster) == 4);
}

TEST_CASE(
    "one of each goes without an election, unless it is asked for; a leader that stands alone waits for "
    "nobody") {
  const auto plain = scenario::web_cluster();
  CHECK(!plain->ClusterView::find<Lease>(Key{"kube-system", kManager}));
  ClusterOptions options;
  options.leadership.elect = options.leadership.election.alone = true;
  const auto alone = scenario::web_cluster(std::move(options));
  CHECK(available(*alone) == 3);
  REQUIRE(alone->chaos().stop_program("control-plane", kManager).ok());
  REQUIRE(alone->chaos().start_program("control-plane", kManager).ok());
  scale(*alone, 4);
  CHECK(alone->run_until([](const ClusterView& v) { return available(v) == 4; }, 10s));
  CHECK(lease(*alone, kManager).lease_transitions == 1);
}
