#include "control-plane/objects/kinds/network_policy.h"

namespace podium {

const Type& IpBlock::type() {
  using T = IpBlock;
  static const Type t =
      struct_type<T>("IPBlock", {field("cidr", &T::cidr, kAlways), field("except", &T::except)});
  return t;
}

const Type& NetworkPolicyPeer::type() {
  using T = NetworkPolicyPeer;
  static const Type t =
      struct_type<T>("NetworkPolicyPeer",
                     {field("podSelector", &T::pod_selector),
                      field("namespaceSelector", &T::namespace_selector), field("ipBlock", &T::ip_block)});
  return t;
}

const Type& NetworkPolicyPort::type() {
  using T = NetworkPolicyPort;
  static const Type t = struct_type<T>(
      "NetworkPolicyPort",
      {field("protocol", &T::protocol), field("port", &T::port), field("endPort", &T::end_port)});
  return t;
}

const Type& NetworkPolicyIngressRule::type() {
  using T = NetworkPolicyIngressRule;
  static const Type t =
      struct_type<T>("NetworkPolicyIngressRule", {field("ports", &T::ports), field("from", &T::from)});
  return t;
}

const Type& NetworkPolicyEgressRule::type() {
  using T = NetworkPolicyEgressRule;
  static const Type t =
      struct_type<T>("NetworkPolicyEgressRule", {field("ports", &T::ports), field("to", &T::to)});
  return t;
}

const Type& NetworkPolicySpec::type() {
  using T = NetworkPolicySpec;
  static const Type t = struct_type<T>(
      "NetworkPolicySpec", {field("podSelector", &T::pod_selector, kAlways), field("ingress", &T::ingress),
                            field("egress", &T::egress), field("policyTypes", &T::policy_types)});
  return t;
}

const Type& NetworkPolicy::type() {
  using T = NetworkPolicy;
  static const Type t = struct_type<T>("NetworkPolicy", {field("spec", &T::spec, kAlways)}, &T::rest);
  return t;
}

const KindInfo& network_policy_kind() {
  static const KindInfo kind =
      make_kind<NetworkPolicy>(kind_index("network_policy"), "networking.k8s.io", "v1", "NetworkPolicy",
                               "networkpolicies", true, false);
  return kind;
}

const KindInfo& NetworkPolicy::info() { return network_policy_kind(); }

}  // namespace podium
