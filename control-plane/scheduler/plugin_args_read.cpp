// The arguments of plugins, as a KubeSchedulerConfiguration gives them.
#include <limits>

#include "control-plane/codec/config_reader.h"
#include "control-plane/scheduler/configuration.h"

namespace podium {
namespace {

using Json = nlohmann::json;

std::vector<ResourceWeight> resources(ConfigReader& reader, const Json& tree, const std::string& path) {
  std::vector<ResourceWeight> result;
  reader.each(tree, path, "resources", [&](const Json& entry, const std::string& place) {
    reader.fields(entry, place, {"name", "weight"});
    std::string name;
    std::int64_t weight = 1;
    reader.text(entry, place, "name", name);
    reader.number(entry, place, "weight", 1, 100, weight);
    result.push_back({name, weight});
  });
  return result;
}

// The file's scores go to 10, those of plugins to 100.
std::vector<ShapePoint> shape_of(ConfigReader& reader, const Json& tree, const std::string& path) {
  std::vector<ShapePoint> shape;
  reader.each(tree, path, "shape", [&](const Json& entry, const std::string& place) {
    reader.fields(entry, place, {"utilization", "score"});
    ShapePoint point;
    const std::int64_t least = shape.empty() ? 0 : shape.back().utilization + 1;
    reader.number(entry, place, "utilization", least, 100, point.utilization);
    reader.number(entry, place, "score", 0, 10, point.score);
    shape.push_back({point.utilization, point.score * 10});
  });
  if (reader.ok() && shape.empty()) reader.fail(path + ".shape", "Required value: at least one point");
  return shape;
}

void fit(ConfigReader& reader, const Json& tree, const std::string& path, PluginArgs& args) {
  reader.fields(tree, path,
                {"apiVersion", "kind", "ignoredResources", "ignoredResourceGroups", "scoringStrategy"});
  const auto names = [&](const char* field, std::vector<Text>& into) {
    reader.each(tree, path, field, [&](const Json& entry, const std::string& place) {
      if (entry.is_string())
        into.emplace_back(entry.get<std::string>());
      else
        reader.fail(place, "Invalid value: " + entry.dump() + ": expected a text");
    });
  };
  names("ignoredResources", args.ignored_resources);
  names("ignoredResourceGroups", args.ignored_resource_groups);
  if (!reader.ok() || !tree.contains("scoringStrategy")) return;
  const Json& strategy = tree["scoringStrategy"];
  const std::string place = path + ".scoringStrategy";
  reader.fields(strategy, place, {"type", "resources", "requestedToCapacityRatio"});
  std::string type = "LeastAllocated";
  reader.text(strategy, place, "type", type);
  if (!reader.ok()) return;
  if (strategy.contains("resources")) args.fit_resources = resources(reader, strategy, place);
  if (type == "LeastAllocated") {
    args.fit_strategy = FitStrategy::kLeastAllocated;
  } else if (type == "MostAllocated") {
    args.fit_strategy = FitStrategy::kMostAllocated;
  } else if (type == "RequestedToCapacityRatio") {
    args.fit_strategy = FitStrategy::kRequestedToCapacityRatio;
    args.shape = shape_of(reader, strategy.value("requestedToCapacityRatio", Json::object()),
                          place + ".requestedToCapacityRatio");
  } else {
    reader.fail(place + ".type", "Unsupported value: \"" + type +
                                     "\": supported values: \"LeastAllocated\", \"MostAllocated\", "
                                     "\"RequestedToCapacityRatio\"");
  }
}

// `scoring` is a field of ours: which of the two formulas the release has.
void balanced(ConfigReader& reader, const Json& tree, const std::string& path, PluginArgs& args) {
  reader.fields(tree, path, {"apiVersion", "kind", "resources", "scoring"});
  if (reader.ok() && tree.contains("resources")) args.balanced_resources = resources(reader, tree, path);
  std::string scoring = "Difference";
  reader.text(tree, path, "scoring", scoring);
  if (scoring != "Difference" && scoring != "Balance")
    reader.fail(path + ".scoring",
                "Unsupported value: \"" + scoring + "\": supported values: \"Balance\", \"Difference\"");
  args.balance_difference = scoring == "Difference";
}

void inter_pod(ConfigReader& reader, const Json& tree, const std::string& path, PluginArgs& args) {
  reader.fields(tree, path,
                {"apiVersion", "kind", "hardPodAffinityWeight", "ignorePreferredTermsOfExistingPods"});
  reader.number(tree, path, "hardPodAffinityWeight", 0, 100, args.hard_pod_affinity_weight);
  if (reader.ok())
    args.ignore_preferred_terms_of_existing_pods = tree.value("ignorePreferredTermsOfExistingPods", false);
}

void spread(ConfigReader& reader, const Json& tree, const std::string& path, PluginArgs& args) {
  reader.fields(tree, path, {"apiVersion", "kind", "defaultConstraints", "defaultingType"});
  std::string type = "System";
  reader.text(tree, path, "defaultingType", type);
  args.system_defaults = type == "System";
  if (type != "System" && type != "List")
    reader.fail(path + ".defaultingType",
                "Unsupported value: \"" + type + "\": supported values: \"List\", \"System\"");
  reader.each(tree, path, "defaultConstraints", [&](const Json& entry, const std::string& place) {
    reader.fields(entry, place, {"maxSkew", "topologyKey", "whenUnsatisfiable"});
    TopologySpreadConstraint constraint;
    std::int64_t skew = 1;
    std::string key, when = "ScheduleAnyway";
    reader.number(entry, place, "maxSkew", 1, std::numeric_limits<std::int32_t>::max(), skew);
    reader.text(entry, place, "topologyKey", key);
    reader.text(entry, place, "whenUnsatisfiable", when);
    constraint.max_skew = static_cast<std::int32_t>(skew);
    constraint.topology_key = key;
    constraint.when_unsatisfiable = when;
    args.default_constraints.push_back(constraint);
  });
  if (args.system_defaults && !args.default_constraints.empty())
    reader.fail(path + ".defaultConstraints", "Invalid value: when .defaultingType is System");
}

void preemption(ConfigReader& reader, const Json& tree, const std::string& path, PluginArgs& args) {
  reader.fields(tree, path,
                {"apiVersion", "kind", "minCandidateNodesPercentage", "minCandidateNodesAbsolute"});
  reader.number(tree, path, "minCandidateNodesPercentage", 0, 100, args.min_candidate_nodes_percentage);
  reader.number(tree, path, "minCandidateNodesAbsolute", 0, std::numeric_limits<std::int32_t>::max(),
                args.min_candidate_nodes_absolute);
}

}  // namespace

std::string read_plugin_args(const std::string& plugin, const Json& tree, const std::string& path,
                             PluginArgs& args) {
  ConfigReader reader;
  if (plugin == "NodeResourcesFit")
    fit(reader, tree, path, args);
  else if (plugin == "NodeResourcesBalancedAllocation")
    balanced(reader, tree, path, args);
  else if (plugin == "InterPodAffinity")
    inter_pod(reader, tree, path, args);
  else if (plugin == "PodTopologySpread")
    spread(reader, tree, path, args);
  else if (plugin == "DefaultPreemption")
    preemption(reader, tree, path, args);
  else
    reader.fail(path, "Forbidden: the plugin \"" + plugin + "\" takes no arguments here");
  return reader.error();
}

}  // namespace podium
