// Something worth telling a person about an object; kept for an hour.
#pragma once

#include "control-plane/objects/kinds/endpoint_slice.h"
#include "control-plane/objects/object.h"

namespace podium {

struct EventSource {
  Text component, host;

  bool operator==(const EventSource&) const = default;
  static const Type& type();
};

struct Event : Object {
  Event() : Object(info()) {}
  ObjectReference involved_object;
  Text reason, message;
  EventSource source;
  TimePoint first_timestamp{}, last_timestamp{};
  std::int32_t count = 0;
  Text type_;  // Normal, Warning
  MicroTime event_time;
  Text action, reporting_component, reporting_instance;
  Tree rest;  // series, related

  bool operator==(const Event&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

}  // namespace podium
