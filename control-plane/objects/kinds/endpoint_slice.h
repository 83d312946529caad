// The addresses behind a Service, at most a hundred a slice.
#pragma once

#include "control-plane/objects/object.h"

namespace podium {

struct EndpointPort {
  Text name, protocol, app_protocol;
  std::optional<std::int32_t> port;

  bool operator==(const EndpointPort&) const = default;
  static const Type& type();
};

struct ObjectReference {
  Text kind, namespace_, name, uid, api_version, resource_version, field_path;

  bool operator==(const ObjectReference&) const = default;
  static const Type& type();
};

struct EndpointConditions {
  std::optional<bool> ready, serving, terminating;

  bool operator==(const EndpointConditions&) const = default;
  static const Type& type();
};

struct Endpoint {
  List<Text> addresses;
  EndpointConditions conditions;
  Text hostname, node_name, zone;
  Box<ObjectReference> target_ref;
  Tree rest;  // hints, deprecatedTopology

  bool operator==(const Endpoint&) const = default;
  static const Type& type();
};

struct EndpointSlice : Object {
  EndpointSlice() : Object(info()) {}
  Text address_type;
  List<Endpoint> endpoints;
  List<EndpointPort> ports;
  Tree rest;

  bool operator==(const EndpointSlice&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

}  // namespace podium
