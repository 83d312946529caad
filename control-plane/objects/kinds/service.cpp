#include "control-plane/objects/kinds/service.h"

namespace podium {

const Type& ServicePort::type() {
  using T = ServicePort;
  static const Type t =
      struct_type<T>("ServicePort", {field("name", &T::name), field("protocol", &T::protocol),
                                     field("appProtocol", &T::app_protocol), field("port", &T::port, kAlways),
                                     field("targetPort", &T::target_port), field("nodePort", &T::node_port)});
  return t;
}

const Type& ServiceSpec::type() {
  using T = ServiceSpec;
  static const Type t = struct_type<T>(
      "ServiceSpec",
      {field("ports", &T::ports), field("selector", &T::selector), field("clusterIP", &T::cluster_ip),
       field("clusterIPs", &T::cluster_ips), field("type", &T::type_), field("externalIPs", &T::external_ips),
       field("sessionAffinity", &T::session_affinity), field("externalName", &T::external_name),
       field("externalTrafficPolicy", &T::external_traffic_policy),
       field("publishNotReadyAddresses", &T::publish_not_ready_addresses),
       field("sessionAffinityConfig", &T::session_affinity_config), field("ipFamilies", &T::ip_families),
       field("ipFamilyPolicy", &T::ip_family_policy),
       field("allocateLoadBalancerNodePorts", &T::allocate_load_balancer_node_ports),
       field("internalTrafficPolicy", &T::internal_traffic_policy)},
      &T::rest);
  return t;
}

const Type& Service::type() {
  using T = Service;
  static const Type t = struct_type<T>(
      "Service", {field("spec", &T::spec, kAlways), field("status", &T::status, kAlways)}, &T::rest);
  return t;
}

const KindInfo& service_kind() {
  static const KindInfo kind =
      make_kind<Service>(kind_index("service"), "", "v1", "Service", "services", true, true);
  return kind;
}

const KindInfo& Service::info() { return service_kind(); }

}  // namespace podium
