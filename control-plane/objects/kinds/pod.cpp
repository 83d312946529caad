#include "control-plane/objects/kinds/pod.h"

namespace podium {

const Type& ContainerStateRunning::type() {
  using T = ContainerStateRunning;
  static const Type t = struct_type<T>("ContainerStateRunning", {field("startedAt", &T::started_at)});
  return t;
}

const Type& ContainerStateWaiting::type() {
  using T = ContainerStateWaiting;
  static const Type t =
      struct_type<T>("ContainerStateWaiting", {field("reason", &T::reason), field("message", &T::message)});
  return t;
}

const Type& ContainerStateTerminated::type() {
  using T = ContainerStateTerminated;
  static const Type t = struct_type<T>(
      "ContainerStateTerminated",
      {field("exitCode", &T::exit_code, kAlways), field("signal", &T::signal), field("reason", &T::reason),
       field("message", &T::message), field("startedAt", &T::started_at),
       field("finishedAt", &T::finished_at), field("containerID", &T::container_id)});
  return t;
}

const Type& ContainerStatusState::type() {
  using T = ContainerStatusState;
  static const Type t = struct_type<T>(
      "ContainerStatusState",
      {field("waiting", &T::waiting), field("running", &T::running), field("terminated", &T::terminated)});
  return t;
}

const Type& ContainerStatus::type() {
  using T = ContainerStatus;
  static const Type t =
      struct_type<T>("ContainerStatus",
                     {field("name", &T::name, kAlways), field("state", &T::state, kAlways),
                      field("lastState", &T::last_state, kAlways), field("ready", &T::ready, kAlways),
                      field("restartCount", &T::restart_count, kAlways), field("image", &T::image, kAlways),
                      field("imageID", &T::image_id, kAlways), field("containerID", &T::container_id),
                      field("started", &T::started), field("resources", &T::resources)},
                     &T::rest);
  return t;
}

const Type& PodIP::type() {
  using T = PodIP;
  static const Type t = struct_type<T>("PodIP", {field("ip", &T::ip)});
  return t;
}

const Type& PodStatus::type() {
  using T = PodStatus;
  static const Type t = struct_type<T>(
      "PodStatus",
      {field("phase", &T::phase), field("conditions", &T::conditions), field("message", &T::message),
       field("reason", &T::reason), field("nominatedNodeName", &T::nominated_node_name),
       field("hostIP", &T::host_ip), field("hostIPs", &T::host_ips), field("podIP", &T::pod_ip),
       field("podIPs", &T::pod_ips), field("startTime", &T::start_time),
       field("initContainerStatuses", &T::init_container_statuses),
       field("containerStatuses", &T::container_statuses), field("qosClass", &T::qos_class),
       field("ephemeralContainerStatuses", &T::ephemeral_container_statuses)},
      &T::rest);
  return t;
}

const Type& Pod::type() {
  using T = Pod;
  static const Type t = struct_type<T>(
      "Pod", {field("spec", &T::spec, kAlways), field("status", &T::status, kAlways)}, &T::rest);
  return t;
}

const KindInfo& pod_kind() {
  static const KindInfo kind = make_kind<Pod>(kind_index("pod"), "", "v1", "Pod", "pods", true, true);
  return kind;
}

const KindInfo& Pod::info() { return pod_kind(); }

}  // namespace podium
