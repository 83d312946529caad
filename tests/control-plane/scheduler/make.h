// Nodes and pods in one line each, for scheduler tests.
#pragma once

#include <string>

#include "control-plane/objects/kinds/node.h"
#include "control-plane/objects/kinds/pod.h"
#include "control-plane/scheduler/plugin.h"
#include "control-plane/scheduler/profile.h"

namespace podium::make {

struct NodeOptions {
  std::string cpu = "4", memory = "8Gi", pods = "110";
  Labels labels;
  List<Taint> taints;
  bool unschedulable = false;
};

inline PluginSet plugins(PluginArgs args = {}) {
  SchedulerProfile profile;
  profile.args = std::move(args);
  return plugins_of(profile);
}

inline Ref<const Node> node(const std::string& name, NodeOptions options = {}) {
  auto node = make_ref<Node>();
  node->metadata.name = name;
  node->metadata.labels = options.labels;
  node->spec.edit().taints = options.taints;
  node->spec.edit().unschedulable = options.unschedulable;
  node->status.edit().allocatable = {{"cpu", *Quantity::parse(options.cpu)},
                                     {"memory", *Quantity::parse(options.memory)},
                                     {"pods", *Quantity::parse(options.pods)}};
  return node;
}

struct PodOptions {
  std::string cpu, memory;
  std::int32_t priority = 0;
  std::string node_name;
  Labels node_selector;
  List<Toleration> tolerations;
  Box<Affinity> affinity;
  Labels labels;
  List<TopologySpreadConstraint> spread;
};

inline Ref<Pod> pod(const std::string& name, PodOptions options = {}) {
  auto pod = make_ref<Pod>();
  pod->metadata.name = name;
  pod->metadata.namespace_ = "default";
  pod->metadata.uid = "uid-" + name;
  Container container;
  container.name = "main";
  if (!options.cpu.empty()) container.resources.requests.set("cpu", *Quantity::parse(options.cpu));
  if (!options.memory.empty()) container.resources.requests.set("memory", *Quantity::parse(options.memory));
  PodSpec& spec = pod->spec.edit();
  spec.containers = {container};
  spec.priority = options.priority;
  spec.node_name = options.node_name;
  spec.node_selector = options.node_selector;
  spec.tolerations = options.tolerations;
  spec.affinity = options.affinity;
  spec.topology_spread_constraints = options.spread;
  pod->metadata.labels = options.labels;
  spec.scheduler_name = "default-scheduler";
  return pod;
}

}  // namespace podium::make
