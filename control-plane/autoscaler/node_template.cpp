#include "control-plane/autoscaler/node_template.h"

#include <algorithm>
#include <cstdlib>

#include "control-plane/scheduler/pod_filters.h"

namespace podium::autoscaler {
namespace {

constexpr const char* kHostname = "kubernetes.io/hostname";

// Taints that say how a node is now, not what it is for.
bool tells_state(const Taint& taint) {
  constexpr std::string_view kStates[] = {"node.kubernetes.io/not-ready",
                                          "node.kubernetes.io/unreachable",
                                          "node.kubernetes.io/unschedulable",
                                          "node.kubernetes.io/memory-pressure",
                                          "node.kubernetes.io/disk-pressure",
                                          "node.kubernetes.io/network-unavailable",
                                          "node.kubernetes.io/pid-pressure",
                                          kToBeDeleted,
                                          kDeletionCandidate};
  return std::find(std::begin(kStates), std::end(kStates), taint.key.view()) != std::end(kStates);
}

Ref<const Pod> daemon_pod(const DaemonSet& set, const Ref<const Node>& node) {
  auto pod = make_ref<Pod>();
  const PodTemplateSpec& of = set.spec.value().template_.value();
  pod->metadata.namespace_ = set.metadata.namespace_;
  pod->metadata.name = set.metadata.name.str() + "-pod-" + node->metadata.name.str();
  pod->metadata.uid = pod->metadata.namespace_.str() + "/" + pod->metadata.name.str();
  pod->metadata.labels = of.metadata.value().labels;
  pod->metadata.owner_references.push_back(controller_reference(set));
  pod->spec = of.spec;
  return pod;
}

bool within(double a, double b, double part) { return std::abs(a - b) <= part * std::max(a, b); }

}  // namespace

Ref<const Node> node_of(const MachineShape& shape, const std::string& name) {
  auto node = make_ref<Node>();
  node->metadata.name = name;
  for (const auto& [key, value] : shape.labels) node->metadata.labels.set(key, value);
  node->metadata.labels.set(kHostname, name);
  for (const std::string prefix : {"kubernetes.io/", "beta.kubernetes.io/"}) {
    node->metadata.labels.set(prefix + "os", "linux");
    node->metadata.labels.set(prefix + "arch", "amd64");
  }
  NodeSpec& spec = node->spec.edit();
  for (const MachineShape::Mark& mark : shape.marks)
    spec.taints.push_back({mark.key, mark.value, mark.effect, {}});
  NodeStatus& status = node->status.edit();
  status.capacity = {{"cpu", Quantity::milli(shape.cpu_milli)},
                     {"ephemeral-storage", Quantity::bytes(shape.disk)},
                     {"memory", Quantity::bytes(shape.memory)},
                     {"pods", Quantity::of(shape.slots)}};
  status.allocatable = status.capacity;
  status.allocatable.set("memory", Quantity::bytes(shape.memory - shape.reserved_memory));
  status.allocatable.set("ephemeral-storage", Quantity::bytes(shape.disk - shape.reserved_disk));
  return node;
}

Ref<const Node> node_like(const Node& sample, const std::string& name) {
  Ref<Node> node = copy(sample);
  node->metadata.name = name;
  node->metadata.labels.set(kHostname, name);
  NodeSpec& spec = node->spec.edit();
  std::vector<Taint> kept;
  for (const Taint& taint : spec.taints)
    if (!tells_state(taint)) kept.push_back(taint);
  spec.taints = kept;
  spec.unschedulable = false;
  return node;
}

Ref<const Node> renamed(const Node& node, const std::string& name) {
  Ref<Node> other = copy(node);
  other->metadata.name = name;
  other->metadata.labels.set(kHostname, name);
  return other;
}

std::vector<Ref<const Pod>> daemon_pods(const PluginSet& plugins,
                                        const std::vector<Ref<const DaemonSet>>& sets,
                                        const Ref<const Node>& node) {
  std::vector<Ref<const Pod>> pods;
  SchedulingView alone;
  alone.set_node(node);
  alone.settle();
  for (const Ref<const DaemonSet>& set : sets) {
    Ref<const Pod> pod = daemon_pod(*set, node);
    const PodView view = view_of(pod);
    if (!PodFilters(plugins, view, alone).passes(0)) continue;
    alone.add_pod(pod, node->metadata.name);
    pods.push_back(std::move(pod));
  }
  return pods;
}

bool similar(const Node& a, const Node& b) {
  constexpr double kCapacity = 0, kMemory = 0.015, kAllocatable = 0.05;
  const NodeStatus &x = a.status.value(), &y = b.status.value();
  if (x.capacity.size() != y.capacity.size()) return false;
  for (const auto& [resource, amount] : x.capacity) {
    const Quantity* other = y.capacity.find(resource);
    const double part = resource == "memory" ? kMemory : kCapacity;
    if (other == nullptr ||
        !within(static_cast<double>(amount.milli_value()), static_cast<double>(other->milli_value()), part))
      return false;
  }
  for (const auto& [resource, amount] : x.allocatable) {
    const Quantity* other = y.allocatable.find(resource);
    if (other == nullptr || !within(static_cast<double>(amount.milli_value()),
                                    static_cast<double>(other->milli_value()), kAllocatable))
      return false;
  }
  const auto kind = [](const Node& node) {
    Labels labels = node.metadata.labels;
    for (const char* own :
         {kHostname, "failure-domain.beta.kubernetes.io/zone", "failure-domain.beta.kubernetes.io/region",
          "topology.kubernetes.io/zone", "topology.kubernetes.io/region"})
      labels.erase(own);
    return labels;
  };
  return kind(a) == kind(b);
}

}  // namespace podium::autoscaler
