#include "control-plane/kubelet/pod_state.h"

namespace podium::kubelet {

const ResourceRequirements& resources_at(const PodSpec& spec, const PodState& state, std::size_t i) {
  const bool resized = state.resize && i < state.resize->allocated.size();
  return resized ? state.resize->allocated[i] : container_at(spec, i).resources;
}

bool restarts(const PodSpec& spec, std::size_t i, const ContainerRecord& record) {
  if (is_ephemeral(spec, i)) return false;
  if (is_sidecar(spec, i)) return true;
  if (is_init(spec, i)) return record.failed() && !(spec.restart_policy == "Never");
  if (spec.restart_policy == "Never") return false;
  return record.failed() || !(spec.restart_policy == "OnFailure");
}

// Once a container proper was made, initialization is over for good, unless the sandbox is new.
bool initialized(const PodSpec& spec, const PodState& state) {
  const std::size_t inits = spec.init_containers.size();
  for (std::size_t i = inits; i < proper_end(spec); ++i) {
    if (!state.containers[i].id.empty()) return true;
  }
  for (std::size_t i = 0; i < inits; ++i) {
    const ContainerRecord& record = state.containers[i];
    if (is_sidecar(spec, i) ? !(record.running() && record.started) : !record.done()) return false;
  }
  return true;
}

bool is_over(const PodSpec& spec, const PodState& state) {
  const std::size_t inits = spec.init_containers.size();
  for (std::size_t i = 0; i < inits; ++i) {
    const ContainerRecord& record = state.containers[i];
    if (!is_sidecar(spec, i) && record.failed() && !restarts(spec, i, record)) return true;
  }
  for (std::size_t i = inits; i < proper_end(spec); ++i) {
    const ContainerRecord& record = state.containers[i];
    if (!record.exited() || restarts(spec, i, record)) return false;
  }
  return !spec.containers.empty();
}

}  // namespace podium::kubelet
