#include "control-plane/objects/kinds/endpoints.h"

namespace podium {

const Type& EndpointAddress::type() {
  using T = EndpointAddress;
  static const Type t = struct_type<T>(
      "EndpointAddress", {field("ip", &T::ip, kAlways), field("hostname", &T::hostname),
                          field("nodeName", &T::node_name), field("targetRef", &T::target_ref)});
  return t;
}

const Type& EndpointsPort::type() {
  using T = EndpointsPort;
  static const Type t = struct_type<T>(
      "EndpointsPort", {field("name", &T::name), field("port", &T::port, kAlways),
                        field("protocol", &T::protocol), field("appProtocol", &T::app_protocol)});
  return t;
}

const Type& EndpointSubset::type() {
  using T = EndpointSubset;
  static const Type t = struct_type<T>(
      "EndpointSubset", {field("addresses", &T::addresses),
                         field("notReadyAddresses", &T::not_ready_addresses), field("ports", &T::ports)});
  return t;
}

const Type& Endpoints::type() {
  using T = Endpoints;
  static const Type t = struct_type<T>("Endpoints", {field("subsets", &T::subsets)}, &T::rest);
  return t;
}

const KindInfo& endpoints_kind() {
  static const KindInfo kind =
      make_kind<Endpoints>(kind_index("endpoints"), "", "v1", "Endpoints", "endpoints", true, false);
  return kind;
}

const KindInfo& Endpoints::info() { return endpoints_kind(); }

}  // namespace podium
