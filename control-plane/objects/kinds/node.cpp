#include "control-plane/objects/kinds/node.h"

namespace podium {

const Type& Taint::type() {
  using T = Taint;
  static const Type t =
      struct_type<T>("Taint", {field("key", &T::key, kAlways), field("value", &T::value),
                               field("effect", &T::effect, kAlways), field("timeAdded", &T::time_added)});
  return t;
}

const Type& NodeSpec::type() {
  using T = NodeSpec;
  static const Type t = struct_type<T>(
      "NodeSpec",
      {field("podCIDR", &T::pod_cidr), field("podCIDRs", &T::pod_cidrs), field("providerID", &T::provider_id),
       field("unschedulable", &T::unschedulable), field("taints", &T::taints)},
      &T::rest);
  return t;
}

const Type& NodeAddress::type() {
  using T = NodeAddress;
  static const Type t = struct_type<T>(
      "NodeAddress", {field("type", &T::type_, kAlways), field("address", &T::address, kAlways)});
  return t;
}

const Type& ContainerImage::type() {
  using T = ContainerImage;
  static const Type t =
      struct_type<T>("ContainerImage", {field("names", &T::names), field("sizeBytes", &T::size_bytes)});
  return t;
}

const Type& NodeSystemInfo::type() {
  using T = NodeSystemInfo;
  static const Type t = struct_type<T>(
      "NodeSystemInfo",
      {field("machineID", &T::machine_id, kAlways), field("systemUUID", &T::system_uuid, kAlways),
       field("bootID", &T::boot_id, kAlways), field("kernelVersion", &T::kernel_version, kAlways),
       field("osImage", &T::os_image, kAlways),
       field("containerRuntimeVersion", &T::container_runtime_version, kAlways),
       field("kubeletVersion", &T::kubelet_version, kAlways),
       field("kubeProxyVersion", &T::kube_proxy_version, kAlways),
       field("operatingSystem", &T::operating_system, kAlways),
       field("architecture", &T::architecture, kAlways)},
      &T::rest);
  return t;
}

const Type& NodeStatus::type() {
  using T = NodeStatus;
  static const Type t = struct_type<T>(
      "NodeStatus",
      {field("capacity", &T::capacity), field("allocatable", &T::allocatable), field("phase", &T::phase),
       field("conditions", &T::conditions), field("addresses", &T::addresses),
       field("nodeInfo", &T::node_info), field("images", &T::images)},
      &T::rest);
  return t;
}

const Type& Node::type() {
  using T = Node;
  static const Type t = struct_type<T>(
      "Node", {field("spec", &T::spec, kAlways), field("status", &T::status, kAlways)}, &T::rest);
  return t;
}

const KindInfo& node_kind() {
  static const KindInfo kind = make_kind<Node>(kind_index("node"), "", "v1", "Node", "nodes", false, true);
  return kind;
}

const KindInfo& Node::info() { return node_kind(); }

}  // namespace podium
