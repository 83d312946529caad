// The older form of EndpointSlice: all addresses of a Service in one object.
#pragma once

#include "control-plane/objects/kinds/endpoint_slice.h"
#include "control-plane/objects/object.h"

namespace podium {

struct EndpointAddress {
  Text ip, hostname, node_name;
  Box<ObjectReference> target_ref;

  bool operator==(const EndpointAddress&) const = default;
  static const Type& type();
};

struct EndpointsPort {
  Text name, protocol, app_protocol;
  std::int32_t port = 0;

  bool operator==(const EndpointsPort&) const = default;
  static const Type& type();
};

struct EndpointSubset {
  List<EndpointAddress> addresses, not_ready_addresses;
  List<EndpointsPort> ports;

  bool operator==(const EndpointSubset&) const = default;
  static const Type& type();
};

struct Endpoints : Object {
  Endpoints() : Object(info()) {}
  List<EndpointSubset> subsets;
  Tree rest;

  bool operator==(const Endpoints&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

}  // namespace podium
