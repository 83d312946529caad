#include "control-plane/rules/admission/pod_resources.h"

#include <algorithm>

namespace podium {
namespace {

void add(ResourceList& sum, const ResourceList& part) {
  for (const auto& [name, amount] : part) sum.set(name, sum.get(name) + amount);
}

void raise_to(ResourceList& sum, const ResourceList& floor) {
  for (const auto& [name, amount] : floor) {
    const Quantity* present = sum.find(name);
    if (present == nullptr || *present < amount) sum.set(name, amount);
  }
}

ResourceList whole_pod(const PodSpec& spec, ResourceList ResourceRequirements::*which) {
  ResourceList together, sidecars, largest_init;
  for (const Container& container : spec.containers) add(together, container.resources.*which);
  for (const Container& init : spec.init_containers) {
    ResourceList own = init.resources.*which;
    if (init.restart_policy == "Always") {
      add(together, own);
      add(sidecars, own);
      raise_to(largest_init, sidecars);
    } else {
      add(own, sidecars);
      raise_to(largest_init, own);
    }
  }
  raise_to(together, largest_init);
  return together;
}

bool names_compute(const ResourceList& list) { return list.contains("cpu") || list.contains("memory"); }

}  // namespace

ResourceList pod_requests(const PodSpec& spec, bool overhead) {
  ResourceList requests = whole_pod(spec, &ResourceRequirements::requests);
  if (overhead) add(requests, spec.overhead);
  return requests;
}

ResourceList pod_limits(const PodSpec& spec, bool overhead) {
  ResourceList limits = whole_pod(spec, &ResourceRequirements::limits);
  if (!overhead) return limits;
  for (const auto& [name, amount] : spec.overhead) {
    if (limits.contains(name)) limits.set(name, limits.get(name) + amount);
  }
  return limits;
}

bool is_best_effort(const PodSpec& spec) {
  const auto names_none = [](const Container& container) {
    return !names_compute(container.resources.requests) && !names_compute(container.resources.limits);
  };
  return std::all_of(spec.containers.begin(), spec.containers.end(), names_none) &&
         std::all_of(spec.init_containers.begin(), spec.init_containers.end(), names_none);
}

}  // namespace podium
