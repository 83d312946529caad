// Machines of a simulated cloud come and go while the cluster runs, and so do their Nodes.
#include "control-plane/objects/kinds/event.h"
#include "control-plane/objects/kinds/node.h"
#include "scenarios/cluster/cluster.h"
#include "tests/support/catch.h"

using namespace podium;

namespace {

sim::CloudGroup group(const std::string& name, int size, int max) {
  sim::CloudGroup made;
  made.group.name = name;
  made.group.max = max;
  made.group.shape.labels = {{"pool", name}};
  made.size = size;
  return made;
}

ClusterOptions with(std::vector<sim::CloudGroup> groups) {
  ClusterOptions options;
  options.nodes = workers(1);
  options.node_groups = std::move(groups);
  return options;
}

bool ready(const ClusterView& view, const char* name) {
  const auto node = view.find<Node>(Key{"", name});
  if (!node) return false;
  const Condition* condition = find_condition(node->status.value().conditions, "Ready");
  return condition != nullptr && condition->is_true();
}

}  // namespace

TEST_CASE("a machine that is asked for boots for 3 to 4 minutes and becomes a Node of its group") {
  Cluster cluster(with({group("small", 1, 3)}));
  REQUIRE(cluster.run_until([](const ClusterView& v) { return ready(v, "small-1"); }, 10s));
  REQUIRE(cluster.cloud()->increase("small", 2).ok());
  CHECK(cluster.cloud()->target_size("small") == 3);
  CHECK(cluster.cloud()->increase("small", 1).error().message == "size increase too large - desired:4 max:3");
  const TimePoint asked = cluster.now();
  const auto both = [](const ClusterView& v) { return ready(v, "small-2") && ready(v, "small-3"); };
  REQUIRE(cluster.run_until(both, 10min));
  CHECK(cluster.now() - asked >= 180s);
  CHECK(cluster.now() - asked <= 245s);
  CHECK(cluster.find<Node>(Key{"", "small-2"})->metadata.labels.get("pool") == "small");
  CHECK(cluster.node_names().size() == 4);
}

TEST_CASE("a machine that is given back is gone, and its Node with it once that is not Ready any more") {
  Cluster cluster(with({group("small", 2, 3)}));
  REQUIRE(cluster.run_until([](const ClusterView& v) { return ready(v, "small-2"); }, 10s));
  REQUIRE(cluster.cloud()->remove("small", {"small-1"}).ok());
  CHECK(cluster.cloud()->target_size("small") == 1);
  CHECK_FALSE(cluster.cloud()->remove("small", {"node-1"}).ok());
  const TimePoint given = cluster.now();
  const auto gone = [](const ClusterView& v) { return !v.find<Node>(Key{"", "small-1"}); };
  REQUIRE(cluster.run_until(gone, 5min));
  // 30 to 60 s until the machine is gone, 40 to 55 s until that shows, and a look every 5 s.
  CHECK(cluster.now() - given >= 70s);
  CHECK(cluster.now() - given <= 121s);
  CHECK(cluster.world().find("small-1") == nullptr);
  bool told = false;
  for (const auto& event : cluster.all<Event>())
    told =
        told || (event->reason == "DeletingNode" &&
                 event->message == "Deleting node small-1 because it does not exist in the cloud provider");
  CHECK(told);
  cluster.run_for(5min);
  CHECK(gone(cluster));
  CHECK(ready(cluster, "small-2"));
  CHECK(ready(cluster, "node-1"));
}

TEST_CASE("a machine may be out of stock, slow, or come up and never report") {
  sim::CloudGroup scarce = group("scarce", 0, 9), mute = group("mute", 0, 9), slow = group("slow", 0, 9);
  scarce.stock = 1;
  mute.mute = {1, 1};
  slow.slow = {1, 1};
  Cluster cluster(with({scarce, mute, slow}));
  REQUIRE(cluster.cloud()->increase("scarce", 2).ok());
  REQUIRE(cluster.cloud()->increase("mute", 1).ok());
  REQUIRE(cluster.cloud()->increase("slow", 1).ok());
  cluster.run_for(15s);
  const std::vector<Instance> asked = cluster.cloud()->instances("scarce");
  REQUIRE(asked.size() == 2);
  CHECK_FALSE(asked[0].error);
  REQUIRE(asked[1].error);
  CHECK(asked[1].error->code == "STOCKOUT");
  REQUIRE(cluster.cloud()->remove("scarce", {"scarce-2"}).ok());
  cluster.run_for(10min);
  CHECK(cluster.cloud()->target_size("scarce") == 1);
  CHECK(ready(cluster, "scarce-1"));
  CHECK(cluster.cloud()->instances("mute")[0].state == InstanceState::kRunning);
  CHECK_FALSE(cluster.find<Node>(Key{"", "mute-1"}));
  CHECK(cluster.cloud()->instances("slow")[0].state == InstanceState::kCreating);
  cluster.run_for(21min);
  CHECK(ready(cluster, "slow-1"));
}

TEST_CASE("machines cost what their groups do, by the second, from when they are up") {
  sim::CloudGroup paid = group("paid", 1, 9);
  paid.group.shape.price = 3'600'000;
  Cluster cluster(with({paid}));
  cluster.run_for(100s);
  CHECK(cluster.cloud()->bill() == 100'000);
}
