#include "control-plane/scheduler/configuration.h"

#include <nlohmann/json.hpp>

#include "control-plane/scheduler/plugin.h"

#include "tests/support/catch.h"

using namespace podium;
using nlohmann::json;

namespace {

json configuration(json more) {
  json tree{{"apiVersion", "kubescheduler.config.k8s.io/v1"}, {"kind", "KubeSchedulerConfiguration"}};
  tree.update(more);
  return tree;
}

std::string error_of(const json& tree) {
  const auto read = read_scheduler_configuration(tree);
  return read.ok() ? "" : read.error().message;
}

std::vector<std::string> scores_of(const SchedulerProfile& profile) {
  std::vector<std::string> names;
  for (const auto& score : plugins_of(profile).scores)
    names.push_back(std::string(score.plugin->name()) + " x" + std::to_string(score.weight));
  return names;
}

}  // namespace

// Facts 1.3: the default plugins in MultiPoint order, with their weights.
TEST_CASE("a configuration that says nothing gives the default profile") {
  const auto read = read_scheduler_configuration(configuration(json::object()));
  REQUIRE(read.ok());
  REQUIRE(read.value().profiles.size() == 1);
  const SchedulerProfile& profile = read.value().profiles.front();
  CHECK(profile.name == "default-scheduler");
  CHECK(scores_of(profile) ==
        std::vector<std::string>{"TaintToleration x3", "NodeAffinity x2", "NodeResourcesFit x1",
                                 "VolumeBinding x1", "PodTopologySpread x2", "InterPodAffinity x2",
                                 "NodeResourcesBalancedAllocation x1", "ImageLocality x1"});
  std::vector<std::string_view> filters;
  const PluginSet plugins = plugins_of(profile);
  for (const auto& filter : plugins.filters) filters.push_back(filter->name());
  CHECK(filters == std::vector<std::string_view>{"NodeUnschedulable", "NodeName", "TaintToleration",
                                                 "NodeAffinity", "NodePorts", "NodeResourcesFit",
                                                 "VolumeRestrictions", "NodeVolumeLimits", "VolumeBinding",
                                                 "VolumeZone", "PodTopologySpread", "InterPodAffinity"});
}

TEST_CASE("profiles turn plugins on and off, weigh them and give them arguments") {
  const auto read = read_scheduler_configuration(configuration(json::parse(R"({
    "percentageOfNodesToScore": 50, "podInitialBackoffSeconds": 2, "podMaxBackoffSeconds": 20,
    "clientConnection": {"qps": 100, "burst": 200},
    "profiles": [
      {"schedulerName": "packing",
       "plugins": {"score": {"disabled": [{"name": "*"}], "enabled": [{"name": "NodeResourcesFit", "weight": 7}]},
                   "filter": {"disabled": [{"name": "NodePorts"}]},
                   "postFilter": {"disabled": [{"name": "DefaultPreemption"}]}},
       "pluginConfig": [{"name": "NodeResourcesFit", "args": {"scoringStrategy": {"type": "RequestedToCapacityRatio",
           "resources": [{"name": "cpu", "weight": 3}],
           "requestedToCapacityRatio": {"shape": [{"utilization": 0, "score": 0}, {"utilization": 100, "score": 10}]}}}}]},
      {"percentageOfNodesToScore": 0}]})")));
  REQUIRE(read.ok());
  const SchedulerConfiguration& all = read.value();
  CHECK(all.queue.initial_backoff == 2s);
  CHECK(all.queue.max_backoff == 20s);
  CHECK(all.qps == 100.0);
  REQUIRE(all.profiles.size() == 2);
  const SchedulerProfile& packing = all.profiles[0];
  CHECK(scores_of(packing) == std::vector<std::string>{"NodeResourcesFit x7"});
  CHECK(!packing.preemption);
  CHECK(plugins_of(packing).filters.size() == 11);
  CHECK(packing.percentage_of_nodes_to_score == 50);
  CHECK(packing.args.fit_resources.size() == 1);
  CHECK(packing.args.shape.back().score == 100);
  CHECK(all.profiles[1].name == "default-scheduler");
  CHECK(all.profiles[1].percentage_of_nodes_to_score == 0);
}

TEST_CASE("what is wrong with a configuration is told by its place") {
  CHECK(error_of(json{{"kind", "Pod"}}) ==
        "kind: Invalid value: \"Pod\": expected KubeSchedulerConfiguration");
  CHECK(error_of(configuration({{"profile", 1}})) == "unknown field \"profile\"");
  CHECK(error_of(configuration({{"percentageOfNodesToScore", 101}})) ==
        "percentageOfNodesToScore: Invalid value: 101: expected a whole number from 0 to 100");
  CHECK(error_of(configuration({{"profiles", {{{"schedulerName", "a"}}, {{"schedulerName", "a"}}}}})) ==
        "profiles[1].schedulerName: Duplicate value: \"a\"");
  CHECK(error_of(configuration(json::parse(
            R"({"profiles": [{"plugins": {"score": {"enabled": [{"name": "NodeResourceFit"}]}}}]})"))) ==
        "profiles[0].plugins.score.enabled[0].name: Invalid value: \"NodeResourceFit\": there is no such "
        "plugin");
  CHECK(
      error_of(configuration(json::parse(
          R"({"profiles": [{"pluginConfig": [{"name": "NodeResourcesFit", "args": {"scoringStrategy": {"type": "Most"}}}]}]})"))) ==
      "profiles[0].pluginConfig[0].args.scoringStrategy.type: Unsupported value: \"Most\": supported values: "
      "\"LeastAllocated\", \"MostAllocated\", \"RequestedToCapacityRatio\"");
  CHECK(error_of(configuration(json::parse(
            R"({"profiles": [{"plugins": {"filter": {"enabled": [{"name": "ImageLocality"}]}}}]})"))) ==
        "profiles[0].plugins.filter.enabled: plugin \"ImageLocality\" does not extend FilterPlugin plugin");
  CHECK(error_of(configuration({{"clientConnection", {{"qps", "fast"}}}})) ==
        "clientConnection.qps: Invalid value: \"fast\": expected a number");
  CHECK(error_of(configuration({{"extenders", {{{"urlPrefix", "http://x"}}}}})) ==
        "extenders: Forbidden: schedulers of this cluster call no webhooks");
}

TEST_CASE("what has no effect here is warned of") {
  const auto read = read_scheduler_configuration(configuration(
      {{"leaderElection", {{"leaderElect", true}}}, {"clientConnection", {{"kubeconfig", "/etc/k"}}}}));
  REQUIRE(read.ok());
  CHECK(read.value().warnings == std::vector<std::string>{"leaderElection: has no effect here",
                                                          "clientConnection.kubeconfig: has no effect here"});
}
