#include "control-plane/kubelet/node_pages.h"

#include <nlohmann/json.hpp>

namespace podium::kubelet {
namespace {

using nlohmann::json;

constexpr std::int64_t kNanoPerMilli = 1'000'000;

json amounts(std::int64_t cpu_milli, std::int64_t memory) {
  return {{"cpu", {{"usageNanoCores", cpu_milli * kNanoPerMilli}}},
          {"memory", {{"workingSetBytes", memory}, {"usageBytes", memory}}}};
}

json container_stats(const ContainerUse& container) {
  json stats = amounts(container.cpu_milli, container.memory);
  stats["name"] = container.container.str();
  return stats;
}

ContainerUse sum_of(const std::vector<ContainerUse>& containers) {
  ContainerUse sum;
  for (const ContainerUse& one : containers) {
    sum.cpu_milli += one.cpu_milli;
    sum.memory += one.memory;
  }
  return sum;
}

// Containers of one pod stand together.
json pods_of(const NodeUse& use) {
  json pods = json::array();
  Key last;
  for (const ContainerUse& container : use.containers) {
    if (pods.empty() || !(container.pod == last)) {
      last = container.pod;
      pods.push_back({{"podRef", {{"name", last.name.str()}, {"namespace", last.namespace_.str()}}},
                      {"containers", json::array()}});
    }
    pods.back()["containers"].push_back(container_stats(container));
  }
  return pods;
}

std::string summary(const std::string& node, const NodeUse& use) {
  const ContainerUse sum = sum_of(use.containers);
  json stats = amounts(sum.cpu_milli, sum.memory);
  stats["nodeName"] = node;
  return json({{"node", std::move(stats)}, {"pods", pods_of(use)}}).dump(1) + "\n";
}

std::string labels(const ContainerUse& container) {
  return "{container=\"" + container.container.str() + "\",namespace=\"" + container.pod.namespace_.str() +
         "\",pod=\"" + container.pod.name.str() + "\"} ";
}

// Gauges, where a real kubelet has a counter of seconds: the rate is what is known here.
std::string resource_metrics(const NodeUse& use) {
  const ContainerUse sum = sum_of(use.containers);
  const auto cores = [](std::int64_t milli) { return std::to_string(static_cast<double>(milli) / 1000.0); };
  std::string cpu = "# TYPE container_cpu_usage_cores gauge\n";
  std::string memory = "# TYPE container_memory_working_set_bytes gauge\n";
  for (const ContainerUse& container : use.containers) {
    cpu += "container_cpu_usage_cores" + labels(container) + cores(container.cpu_milli) + "\n";
    memory +=
        "container_memory_working_set_bytes" + labels(container) + std::to_string(container.memory) + "\n";
  }
  return cpu + memory + "# TYPE node_cpu_usage_cores gauge\nnode_cpu_usage_cores " + cores(sum.cpu_milli) +
         "\n# TYPE node_memory_working_set_bytes gauge\nnode_memory_working_set_bytes " +
         std::to_string(sum.memory) + "\n";
}

}  // namespace

std::optional<NodePage> node_page(std::string_view path, const std::string& node, const NodeUse& use) {
  if (path == "/healthz") return NodePage{"text/plain; charset=utf-8", "ok"};
  if (path == "/stats/summary") return NodePage{"application/json", summary(node, use)};
  if (path == "/metrics/resource") return NodePage{"text/plain; version=0.0.4", resource_metrics(use)};
  return std::nullopt;
}

}  // namespace podium::kubelet
