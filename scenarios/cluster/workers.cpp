#include "scenarios/cluster/workers.h"

#include <algorithm>

namespace podium {
namespace {

sim::MachineConfig machine_of(const NodeConfig& node) {
  sim::MachineConfig machine;
  machine.name = node.name;
  machine.cpu_milli = node.cpu_milli;
  machine.memory = node.memory;
  machine.disk = node.disk;
  machine.slots = node.pods;
  return machine;
}

NodeConfig node_of(const std::string& name, const MachineShape& shape) {
  NodeConfig node;
  node.name = name;
  node.cpu_milli = shape.cpu_milli;
  node.memory = shape.memory;
  node.disk = shape.disk;
  node.pods = shape.slots;
  for (const auto& [key, value] : shape.labels) node.labels.set(key, value);
  for (const MachineShape::Mark& mark : shape.marks)
    node.taints.push_back({mark.key, mark.value, mark.effect, {}});
  return node;
}

}  // namespace

void Workers::add(const NodeConfig& node) {
  around_.world.add_machine(machine_of(node));
  names_.push_back(node.name);
  start_node(node);
}

void Workers::start_node(const NodeConfig& node) {
  around_.parts.add(around_.world.machine(node.name), node.name + "/kubelet",
                    [this, node](Process& process) { return kubelet(process, node); });
  if (around_.options.proxies) start_proxy(node.name);
}

void Workers::add_client(const std::string& machine) {
  sim::MachineConfig config;
  config.name = machine;
  around_.world.add_machine(config);
  start_proxy(machine);
}

void Workers::start_proxy(const std::string& machine) {
  around_.parts.add(around_.world.machine(machine), machine + "/kube-proxy",
                    [this, machine](Process& process) { return proxy(process, machine); });
}

bool Workers::remove(const std::string& machine) {
  if (around_.world.find(machine) == nullptr) return false;
  around_.world.remove_machine(machine);
  around_.parts.remove(machine + "/kubelet");
  around_.parts.remove(machine + "/kube-proxy");
  std::erase(names_, machine);
  return true;
}

std::shared_ptr<void> Workers::kubelet(Process& process, const NodeConfig& node) {
  sim::Host& host = around_.world.machine(node.name);
  KubeletOptions kubelet = around_.options.kubelet;
  kubelet.cpu_milli = node.cpu_milli;
  kubelet.memory = node.memory;
  kubelet.disk = node.disk;
  kubelet.max_pods = node.pods;
  kubelet.labels = node.labels;
  kubelet.taints = node.taints;
  kubelet.address = host.machine.address();
  kubelet.boot_id = node.name + "-boot-" + std::to_string(host.machine.boots());
  auto agent =
      std::make_shared<Kubelet>(process, around_.world.network(), node.name, host.runtime, around_.chronicle,
                                around_.random_for(node.name + "/kubelet"), kubelet);
  agent->start();
  return agent;
}

std::shared_ptr<void> Workers::proxy(Process& process, const std::string& machine) {
  auto proxy = std::make_shared<KubeProxy>(
      process, around_.world.network(), machine, around_.world.machine(machine).data_plane,
      around_.random_for(machine + "/kube-proxy"), around_.options.proxy);
  proxy->start();
  return proxy;
}

void Workers::open_cloud() {
  sim::CloudHooks hooks;
  hooks.up = [this](const std::string& machine, const MachineGroup& group, bool mute) {
    const NodeConfig node = node_of(machine, group.shape);
    if (mute)
      around_.world.add_machine(machine_of(node));
    else
      add(node);
  };
  hooks.down = [this](const std::string& machine) { remove(machine); };
  hooks.exists = [this](const std::string& machine) { return around_.world.find(machine) != nullptr; };
  std::vector<sim::CloudGroup> groups = around_.options.node_groups;
  for (sim::CloudGroup& group : groups) {
    MachineShape& shape = group.group.shape;
    KubeletOptions kubelet = around_.options.kubelet;
    kubelet.memory = shape.memory;
    kubelet.disk = shape.disk;
    shape.reserved_memory = reserved_memory(kubelet);
    shape.reserved_disk = reserved_disk(kubelet);
  }
  cloud_ = std::make_unique<sim::SimCloud>(around_.engine, around_.chronicle, around_.engine.random("cloud"),
                                           std::move(groups), std::move(hooks));
  cloud_->begin();
}

}  // namespace podium
