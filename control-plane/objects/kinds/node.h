// A machine that pods run on.
#pragma once

#include "control-plane/objects/object.h"

namespace podium {

struct Taint {
  Text key, value, effect;  // NoSchedule, PreferNoSchedule, NoExecute
  TimePoint time_added{};

  bool operator==(const Taint&) const = default;
  static const Type& type();
};

struct NodeSpec {
  Text pod_cidr, provider_id;
  List<Text> pod_cidrs;
  bool unschedulable = false;
  List<Taint> taints;
  Tree rest;

  bool operator==(const NodeSpec&) const = default;
  static const Type& type();
};

struct NodeAddress {
  Text type_, address;  // InternalIP, Hostname

  bool operator==(const NodeAddress&) const = default;
  static const Type& type();
};

struct ContainerImage {
  List<Text> names;
  std::int64_t size_bytes = 0;

  bool operator==(const ContainerImage&) const = default;
  static const Type& type();
};

struct NodeSystemInfo {
  Text machine_id, system_uuid, boot_id, kernel_version, os_image, container_runtime_version, kubelet_version,
      kube_proxy_version, operating_system, architecture;
  Tree rest;

  bool operator==(const NodeSystemInfo&) const = default;
  static const Type& type();
};

struct NodeStatus {
  ResourceList capacity, allocatable;
  Text phase;
  List<Condition> conditions;
  List<NodeAddress> addresses;
  Box<NodeSystemInfo> node_info;
  List<ContainerImage> images;
  Tree rest;

  bool operator==(const NodeStatus&) const = default;
  static const Type& type();
};

struct Node : Object {
  Node() : Object(info()) {}
  Box<NodeSpec> spec;
  Box<NodeStatus> status;
  Tree rest;

  bool operator==(const Node&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

}  // namespace podium
