// Containers that live and die together on one node.
#pragma once

#include "control-plane/objects/object.h"
#include "control-plane/objects/pod_spec.h"

namespace podium {

struct ContainerStateRunning {
  TimePoint started_at{};

  bool operator==(const ContainerStateRunning&) const = default;
  static const Type& type();
};

struct ContainerStateWaiting {
  Text reason, message;

  bool operator==(const ContainerStateWaiting&) const = default;
  static const Type& type();
};

struct ContainerStateTerminated {
  std::int32_t exit_code = 0, signal = 0;
  Text reason, message, container_id;
  TimePoint started_at{}, finished_at{};

  bool operator==(const ContainerStateTerminated&) const = default;
  static const Type& type();
};

// At most one is present; none means waiting.
struct ContainerStatusState {
  Box<ContainerStateWaiting> waiting;
  Box<ContainerStateRunning> running;
  Box<ContainerStateTerminated> terminated;

  bool operator==(const ContainerStatusState&) const = default;
  static const Type& type();
};

struct ContainerStatus {
  Text name;
  ContainerStatusState state, last_state;
  bool ready = false;
  std::int32_t restart_count = 0;
  Text image, image_id, container_id;
  std::optional<bool> started;
  ResourceRequirements resources;  // what it has been given on its node
  Tree rest;

  bool operator==(const ContainerStatus&) const = default;
  static const Type& type();
};

struct PodIP {
  Text ip;

  bool operator==(const PodIP&) const = default;
  static const Type& type();
};

struct PodStatus {
  Text phase, message, reason, nominated_node_name, host_ip, pod_ip, qos_class;
  List<Condition> conditions;
  List<PodIP> host_ips, pod_ips;
  TimePoint start_time{};
  List<ContainerStatus> init_container_statuses, container_statuses, ephemeral_container_statuses;
  Tree rest;

  bool operator==(const PodStatus&) const = default;
  static const Type& type();
};

struct Pod : Object {
  Pod() : Object(info()) {}
  Box<PodSpec> spec;
  Box<PodStatus> status;
  Tree rest;

  bool operator==(const Pod&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

// Succeeded or Failed: it will never run again.
inline bool is_terminal(const Pod& pod) {
  const Text& phase = pod.status.value().phase;
  return phase == "Succeeded" || phase == "Failed";
}

}  // namespace podium
