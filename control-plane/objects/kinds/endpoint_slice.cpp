#include "control-plane/objects/kinds/endpoint_slice.h"

namespace podium {

const Type& EndpointPort::type() {
  using T = EndpointPort;
  static const Type t =
      struct_type<T>("EndpointPort", {field("name", &T::name, kAlways), field("protocol", &T::protocol),
                                      field("port", &T::port), field("appProtocol", &T::app_protocol)});
  return t;
}

const Type& ObjectReference::type() {
  using T = ObjectReference;
  static const Type t =
      struct_type<T>("ObjectReference",
                     {field("kind", &T::kind), field("namespace", &T::namespace_), field("name", &T::name),
                      field("uid", &T::uid), field("apiVersion", &T::api_version),
                      field("resourceVersion", &T::resource_version), field("fieldPath", &T::field_path)});
  return t;
}

const Type& EndpointConditions::type() {
  using T = EndpointConditions;
  static const Type t = struct_type<T>(
      "EndpointConditions",
      {field("ready", &T::ready), field("serving", &T::serving), field("terminating", &T::terminating)});
  return t;
}

const Type& Endpoint::type() {
  using T = Endpoint;
  static const Type t = struct_type<T>(
      "Endpoint",
      {field("addresses", &T::addresses, kAlways), field("conditions", &T::conditions, kAlways),
       field("hostname", &T::hostname), field("targetRef", &T::target_ref), field("nodeName", &T::node_name),
       field("zone", &T::zone)},
      &T::rest);
  return t;
}

const Type& EndpointSlice::type() {
  using T = EndpointSlice;
  static const Type t =
      struct_type<T>("EndpointSlice",
                     {field("addressType", &T::address_type, kAlways),
                      field("endpoints", &T::endpoints, kAlways), field("ports", &T::ports, kAlways)},
                     &T::rest);
  return t;
}

const KindInfo& endpoint_slice_kind() {
  static const KindInfo kind = make_kind<EndpointSlice>(kind_index("endpoint_slice"), "discovery.k8s.io",
                                                        "v1", "EndpointSlice", "endpointslices", true, false);
  return kind;
}

const KindInfo& EndpointSlice::info() { return endpoint_slice_kind(); }

}  // namespace podium
