#include "control-plane/objects/kinds/event.h"

namespace podium {

const Type& EventSource::type() {
  using T = EventSource;
  static const Type t =
      struct_type<T>("EventSource", {field("component", &T::component), field("host", &T::host)});
  return t;
}

const Type& Event::type() {
  using T = Event;
  static const Type t = struct_type<T>(
      "Event",
      {field("involvedObject", &T::involved_object, kAlways), field("reason", &T::reason),
       field("message", &T::message), field("source", &T::source, kAlways),
       field("firstTimestamp", &T::first_timestamp), field("lastTimestamp", &T::last_timestamp),
       field("count", &T::count), field("type", &T::type_), field("eventTime", &T::event_time),
       field("action", &T::action), field("reportingComponent", &T::reporting_component, kAlways),
       field("reportingInstance", &T::reporting_instance, kAlways)},
      &T::rest);
  return t;
}

const KindInfo& event_kind() {
  static const KindInfo kind =
      make_kind<Event>(kind_index("event"), "", "v1", "Event", "events", true, false);
  return kind;
}

const KindInfo& Event::info() { return event_kind(); }

}  // namespace podium
