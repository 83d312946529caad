#include "control-plane/kubelet/node_object.h"

#include <algorithm>

namespace podium::kubelet {
namespace {

constexpr std::size_t kMostImages = 50;  // nodeStatusMaxImages

Condition condition(const char* type, const char* status, const char* reason, const char* message,
                    TimePoint now) {
  Condition made{type, status, reason, message, now};
  made.last_heartbeat_time = now;
  return made;
}

Condition memory_pressure(bool pressed, TimePoint now) {
  if (!pressed)
    return condition("MemoryPressure", "False", "KubeletHasSufficientMemory",
                     "kubelet has sufficient memory available", now);
  return condition("MemoryPressure", "True", "KubeletHasInsufficientMemory",
                   "kubelet has insufficient memory available", now);
}

Condition disk_pressure(bool pressed, TimePoint now) {
  if (!pressed)
    return condition("DiskPressure", "False", "KubeletHasNoDiskPressure", "kubelet has no disk pressure",
                     now);
  return condition("DiskPressure", "True", "KubeletHasDiskPressure", "kubelet has disk pressure", now);
}

List<Condition> conditions(const NodeHealth& health, TimePoint now) {
  return {memory_pressure(health.pressures.memory, now), disk_pressure(health.pressures.disk, now),
          condition("PIDPressure", "False", "KubeletHasSufficientPID", "kubelet has sufficient PID available",
                    now),
          health.ready ? condition("Ready", "True", "KubeletReady", "kubelet is posting ready status", now)
                       : condition("Ready", "False", "KubeletNotReady",
                                   "container runtime status check may not have completed yet", now)};
}

NodeSystemInfo system_info(const std::string& name, const KubeletOptions& options) {
  NodeSystemInfo info;
  info.machine_id = info.system_uuid = name;
  info.boot_id = options.boot_id;
  info.kernel_version = options.kernel;
  info.os_image = options.os_image;
  info.container_runtime_version = options.container_runtime;
  info.kubelet_version = info.kube_proxy_version = options.version;
  info.operating_system = "linux";
  info.architecture = "amd64";
  return info;
}

// The largest first, as kubelets list them.
List<ContainerImage> image_list(std::vector<ImageInfo> images) {
  std::stable_sort(images.begin(), images.end(),
                   [](const auto& a, const auto& b) { return a.bytes > b.bytes; });
  if (images.size() > kMostImages) images.resize(kMostImages);
  std::vector<ContainerImage> list;
  for (const ImageInfo& image : images) list.push_back({{Text(image.reference)}, image.bytes});
  return list;
}

}  // namespace

NodeStatus make_node_status(const std::string& name, const KubeletOptions& options, const NodeHealth& health,
                            const std::vector<ImageInfo>& images, TimePoint now) {
  NodeStatus status;
  status.capacity = {{"cpu", Quantity::milli(options.cpu_milli)},
                     {"ephemeral-storage", Quantity::bytes(options.disk)},
                     {"memory", Quantity::bytes(options.memory)},
                     {"pods", Quantity::of(options.max_pods)}};
  status.allocatable = status.capacity;
  status.allocatable.set("memory", Quantity::bytes(options.memory - reserved_memory(options)));
  status.allocatable.set("ephemeral-storage", Quantity::bytes(options.disk - reserved_disk(options)));
  status.conditions = conditions(health, now);
  if (!options.address.empty()) status.addresses.push_back({"InternalIP", options.address});
  status.addresses.push_back({"Hostname", name});
  status.node_info = system_info(name, options);
  status.images = image_list(images);
  return status;
}

Ref<Node> make_node(const std::string& name, const KubeletOptions& options, TimePoint now) {
  auto node = make_ref<Node>();
  node->metadata.name = name;
  node->metadata.labels = options.labels;
  node->metadata.labels.set("kubernetes.io/hostname", name);
  for (const std::string prefix : {"kubernetes.io/", "beta.kubernetes.io/"}) {
    node->metadata.labels.set(prefix + "os", "linux");
    node->metadata.labels.set(prefix + "arch", "amd64");
  }
  node->spec.edit().taints = options.taints;
  node->status = make_node_status(name, options, {}, {}, now);
  return node;
}

Ref<Node> updated_node(const Node& stored, const NodeStatus& own, TimePoint now) {
  Ref<Node> node = copy(stored);
  NodeStatus& status = node->status.edit();
  for (Condition fresh : own.conditions) {
    fresh.last_heartbeat_time = now;
    set_condition(status.conditions, std::move(fresh), now);
  }
  status.capacity = own.capacity;
  status.allocatable = own.allocatable;
  status.addresses = own.addresses;
  status.node_info = own.node_info;
  status.images = own.images;
  return node;
}

bool deviates(const Node& stored, const NodeStatus& own) {
  const NodeStatus& status = stored.status.value();
  for (const Condition& condition : own.conditions) {
    const Condition* old = find_condition(status.conditions, condition.type_);
    if (old == nullptr || !(old->status == condition.status) || !(old->reason == condition.reason))
      return true;
  }
  return !(status.capacity == own.capacity && status.allocatable == own.allocatable &&
           status.addresses == own.addresses && status.node_info == own.node_info &&
           status.images == own.images);
}

bool is_ready(const Node& node) { return holds(node.status.value().conditions, "Ready"); }

}  // namespace podium::kubelet
