#include "scenarios/swarm/draw.h"

#include "control-plane/codec/yaml.h"
#include "scenarios/swarm/faults.h"

namespace podium::swarm {
namespace {

// Twenty minutes: a node that was lost is noticed, its pods are evicted and replaced, back-offs end.
constexpr const char* kLiveness = "20m";

Json draw_cluster(Random random, int nodes) {
  Json cluster{{"nodes", nodes}};
  cluster["node"] = {{"cpu", std::to_string(random.between(2, 8))},
                     {"memory", std::to_string(random.between(4, 16)) + "Gi"}};
  if (random.chance({1, 4})) cluster["schedulers"] = 2;
  if (random.chance({1, 4})) cluster["controller-managers"] = 2;
  if (random.chance({1, 3}))
    cluster["network"] = {{"latency", std::to_string(random.between(1, 30)) + "ms"},
                          {"jitter", std::to_string(random.between(0, 20)) + "ms"},
                          {"loss", random.between(0, 2)}};
  return cluster;
}

Json as_manifests(const std::vector<Json>& objects) {
  Json list = Json::array();
  for (const Json& object : objects) list.push_back({{"inline", object.dump()}});
  return list;
}

}  // namespace

nlohmann::ordered_json draw(std::uint64_t seed) {
  const Random random = Random(seed).fork("swarm");
  Random sizes = random.fork("sizes");
  const int nodes = static_cast<int>(sizes.between(3, 8));
  const auto minutes = sizes.between(2, 15);
  const Workloads workloads = draw_workloads(random.fork("workloads"));
  const Faults faults = draw_faults(random.fork("faults"), workloads, nodes, std::chrono::minutes(minutes));
  Json scenario{{"name", "swarm " + std::to_string(seed)}};
  scenario["cluster"] = draw_cluster(random.fork("cluster"), nodes);
  scenario["manifests"] = as_manifests(workloads.manifests);
  if (!faults.steps.empty()) scenario["steps"] = faults.steps;
  if (!faults.random.empty()) scenario["random"] = faults.random;
  scenario["invariants"] = "all";
  if (!workloads.expectations.empty()) scenario["expect"] = workloads.expectations;
  scenario["length"] = std::to_string(minutes) + "m";
  scenario["liveness"] = kLiveness;
  return scenario;
}

std::string text_of(const nlohmann::ordered_json& scenario) { return to_yaml(nlohmann::json(scenario)); }

}  // namespace podium::swarm
