// Which traffic the pods of a namespace may have.
#pragma once

#include "control-plane/objects/object.h"

namespace podium {

struct IpBlock {
  Text cidr;
  List<Text> except;

  bool operator==(const IpBlock&) const = default;
  static const Type& type();
};

// Pods by labels, pods of namespaces by labels, or addresses.
struct NetworkPolicyPeer {
  Box<LabelSelector> pod_selector, namespace_selector;
  Box<IpBlock> ip_block;

  bool operator==(const NetworkPolicyPeer&) const = default;
  static const Type& type();
};

struct NetworkPolicyPort {
  Text protocol;
  std::optional<IntOrString> port;
  std::optional<std::int32_t> end_port;

  bool operator==(const NetworkPolicyPort&) const = default;
  static const Type& type();
};

struct NetworkPolicyIngressRule {
  List<NetworkPolicyPort> ports;
  List<NetworkPolicyPeer> from;

  bool operator==(const NetworkPolicyIngressRule&) const = default;
  static const Type& type();
};

struct NetworkPolicyEgressRule {
  List<NetworkPolicyPort> ports;
  List<NetworkPolicyPeer> to;

  bool operator==(const NetworkPolicyEgressRule&) const = default;
  static const Type& type();
};

struct NetworkPolicySpec {
  Box<LabelSelector> pod_selector;
  List<NetworkPolicyIngressRule> ingress;
  List<NetworkPolicyEgressRule> egress;
  List<Text> policy_types;  // Ingress, Egress

  bool operator==(const NetworkPolicySpec&) const = default;
  static const Type& type();
};

struct NetworkPolicy : Object {
  NetworkPolicy() : Object(info()) {}
  Box<NetworkPolicySpec> spec;
  Tree rest;

  bool operator==(const NetworkPolicy&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

}  // namespace podium
