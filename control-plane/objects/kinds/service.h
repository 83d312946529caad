// A stable address in front of pods that a selector picks.
#pragma once

#include "control-plane/objects/object.h"

namespace podium {

struct ServicePort {
  Text name, protocol, app_protocol;
  std::int32_t port = 0;
  IntOrString target_port;
  std::int32_t node_port = 0;

  bool operator==(const ServicePort&) const = default;
  static const Type& type();
};

struct ServiceSpec {
  List<ServicePort> ports;
  Labels selector;
  Text cluster_ip;
  List<Text> cluster_ips, ip_families, external_ips;
  Text type_, session_affinity, ip_family_policy, internal_traffic_policy, external_traffic_policy,
      external_name;
  Tree session_affinity_config;
  bool publish_not_ready_addresses = false;
  std::optional<bool> allocate_load_balancer_node_ports;
  Tree rest;

  bool operator==(const ServiceSpec&) const = default;
  static const Type& type();
};

struct Service : Object {
  Service() : Object(info()) {}
  Box<ServiceSpec> spec;
  Tree status;  // loadBalancer, conditions
  Tree rest;

  bool operator==(const Service&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

}  // namespace podium
