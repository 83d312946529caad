#include "control-plane/scheduler/pod_request.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

namespace podium {
namespace {

constexpr std::int64_t kDefaultCpuMilli = 100;
constexpr std::int64_t kDefaultMemory = 200LL << 20;

using Scalars = std::vector<std::pair<Text, std::int64_t>>;

std::int64_t& scalar(Scalars& scalars, const Text& name) {
  for (auto& [known, amount] : scalars) {
    if (known == name) return amount;
  }
  return scalars.emplace_back(name, 0).second;
}

PodRequest request_of(const ResourceList& resources) {
  PodRequest request;
  for (const auto& [name, quantity] : resources) {
    if (name == "cpu")
      request.cpu = quantity.milli_value();
    else if (name == "memory")
      request.memory = quantity.value();
    else if (name == "ephemeral-storage")
      request.ephemeral_storage = quantity.value();
    else
      request.scalars.emplace_back(name, quantity.value());
  }
  request.nonzero_cpu = request.cpu;
  request.nonzero_memory = request.memory;
  return request;
}

// An explicit zero stays zero; only silence gets the default.
PodRequest request_of(const Container& container) {
  const ResourceList& requests = container.resources.requests;
  PodRequest request = request_of(requests);
  if (!requests.contains("cpu")) request.nonzero_cpu = kDefaultCpuMilli;
  if (!requests.contains("memory")) request.nonzero_memory = kDefaultMemory;
  return request;
}

void add(PodRequest& sum, const PodRequest& part) {
  sum.cpu += part.cpu;
  sum.memory += part.memory;
  sum.ephemeral_storage += part.ephemeral_storage;
  sum.nonzero_cpu += part.nonzero_cpu;
  sum.nonzero_memory += part.nonzero_memory;
  for (const auto& [name, amount] : part.scalars) scalar(sum.scalars, name) += amount;
}

void raise_to(PodRequest& sum, const PodRequest& floor) {
  sum.cpu = std::max(sum.cpu, floor.cpu);
  sum.memory = std::max(sum.memory, floor.memory);
  sum.ephemeral_storage = std::max(sum.ephemeral_storage, floor.ephemeral_storage);
  sum.nonzero_cpu = std::max(sum.nonzero_cpu, floor.nonzero_cpu);
  sum.nonzero_memory = std::max(sum.nonzero_memory, floor.nonzero_memory);
  for (const auto& [name, amount] : floor.scalars) {
    std::int64_t& present = scalar(sum.scalars, name);
    present = std::max(present, amount);
  }
}

void take_ports(PodRequest& sum, const Container& container) {
  for (const ContainerPort& port : container.ports) {
    if (port.host_port <= 0) continue;
    sum.ports.push_back({port.host_ip.empty() ? Text("0.0.0.0") : port.host_ip,
                         port.protocol.empty() ? Text("TCP") : port.protocol, port.host_port});
  }
}

// Requests of the pod as a whole count instead of what its containers ask for, except for the score of
// NodeResourcesFit. (Kubernetes:
// PodLevelResources, an alpha feature of 1.33 and on in later releases; the API server drops the field where
// it is off.)
void apply_pod_level(PodRequest& sum, const PodSpec& spec) {
  const nlohmann::json& rest = spec.rest.json();
  if (!rest.is_object() || !rest.contains("resources")) return;
  const nlohmann::json& resources = rest["resources"];
  const auto requested = [&](const char* name) -> std::optional<Quantity> {
    const auto requests = resources.find("requests");
    if (requests == resources.end() || !requests->contains(name)) return std::nullopt;
    const nlohmann::json& amount = (*requests)[name];
    return amount.is_string() ? Quantity::parse(amount.get<std::string>()) : std::nullopt;
  };
  if (const auto cpu = requested("cpu")) sum.cpu = cpu->milli_value();
  if (const auto memory = requested("memory")) sum.memory = memory->value();
}

// Mostly statuses are in the spec's order.
const Container* find_container(const List<Container>& containers, std::size_t at, const Text& name) {
  if (at < containers.size() && containers[at].name == name) return &containers[at];
  for (const Container& container : containers) {
    if (container.name == name) return &container;
  }
  return nullptr;
}

}  // namespace

bool HostPort::clashes(const HostPort& other) const {
  const auto everywhere = [](const HostPort& p) { return p.ip == "0.0.0.0"; };
  return port == other.port && protocol == other.protocol &&
         (ip == other.ip || everywhere(*this) || everywhere(other));
}

PodRequest request_of(const PodSpec& spec) {
  PodRequest together;
  for (const Container& container : spec.containers) {
    add(together, request_of(container));
    take_ports(together, container);
  }
  PodRequest sidecars, largest_init;
  for (const Container& init : spec.init_containers) {
    PodRequest own = request_of(init);
    if (init.restart_policy == "Always") {
      add(together, own);
      add(sidecars, own);
      take_ports(together, init);
      raise_to(largest_init, sidecars);
    } else {
      add(own, sidecars);
      raise_to(largest_init, own);
    }
  }
  raise_to(together, largest_init);
  apply_pod_level(together, spec);
  add(together, request_of(spec.overhead));
  std::erase_if(together.scalars, [](const auto& entry) { return entry.second == 0; });
  return together;
}

bool asks_for_what_it_has(const Pod& pod) {
  const List<ContainerStatus>& statuses = pod.status.value().container_statuses;
  for (std::size_t i = 0; i < statuses.size(); ++i) {
    const ResourceList& given = statuses[i].resources.requests;
    if (given.empty()) continue;
    const Container* container = find_container(pod.spec.value().containers, i, statuses[i].name);
    if (container != nullptr && !(container->resources.requests == given)) return false;
  }
  return true;
}

PodRequest request_of(const Pod& pod) {
  if (asks_for_what_it_has(pod)) return request_of(pod.spec.value());
  const PodStatus& status = pod.status.value();
  const Condition* pending = find_condition(status.conditions, "PodResizePending");
  const bool infeasible = pending != nullptr && pending->reason == "Infeasible";
  PodSpec counted = pod.spec.value();
  for (Container& container : counted.containers.edit()) {
    for (const ContainerStatus& one : status.container_statuses) {
      if (!(one.name == container.name) || one.resources.requests.empty()) continue;
      ResourceList& requests = container.resources.requests;
      if (infeasible) requests = {};
      for (const auto& [name, given] : one.resources.requests) {
        const Quantity* asked = requests.find(name);
        if (asked == nullptr || *asked < given) requests.set(name, given);
      }
    }
  }
  return request_of(counted);
}

}  // namespace podium
