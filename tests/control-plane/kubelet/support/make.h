// Pods in one line each, for kubelet tests.
#pragma once

#include <string>

#include "control-plane/kubelet/pod_state.h"

namespace podium::make {

inline Container container(const std::string& name) {
  Container container;
  container.name = name;
  container.image = "app:1";
  container.image_pull_policy = "IfNotPresent";
  return container;
}

inline Container sidecar(const std::string& name) {
  Container made = container(name);
  made.restart_policy = "Always";
  return made;
}

inline PodSpec spec(List<Container> containers, const std::string& restart_policy = "Always") {
  PodSpec spec;
  spec.containers = std::move(containers);
  spec.restart_policy = restart_policy;
  spec.termination_grace_period_seconds = 30;
  return spec;
}

inline Ref<Pod> pod(const std::string& name, PodSpec spec) {
  auto pod = make_ref<Pod>();
  pod->metadata.namespace_ = "default";
  pod->metadata.name = name;
  pod->metadata.labels = {{"app", name}};
  pod->spec = std::move(spec);
  return pod;
}

// Times of pure tests.
inline constexpr TimePoint kStart{Duration{1'000'000s}};

inline kubelet::ContainerRecord running(std::string id) {
  kubelet::ContainerRecord record;
  record.id = std::move(id);
  record.state = ContainerState::kRunning;
  record.started = record.ready = true;
  record.started_at = kStart;
  return record;
}

inline kubelet::ContainerRecord exited(std::string id, int code, TimePoint at = kStart) {
  kubelet::ContainerRecord record;
  record.id = std::move(id);
  record.state = ContainerState::kExited;
  record.exit_code = code;
  record.exit_reason = code == 0 ? "Completed" : "Error";
  record.started_at = kStart;
  record.finished_at = at;
  return record;
}

// A pod state with a sandbox and these containers.
inline kubelet::PodState state(std::vector<kubelet::ContainerRecord> containers) {
  kubelet::PodState state;
  state.sandbox = "sandbox";
  state.sandbox_ready = true;
  state.address = "10.0.0.7";
  state.start_time = kStart;
  state.containers = std::move(containers);
  return state;
}

}  // namespace podium::make
