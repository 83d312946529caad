// Events as `kubectl get events` shows them.
#include "control-plane/objects/kinds/event.h"

#include <cctype>

#include "control-plane/gateway/age.h"
#include "control-plane/gateway/printer.h"

namespace podium {
namespace {

std::string object_of(const ObjectReference& about) {
  std::string text;
  for (const char c : about.kind.view())
    text += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return about.name.empty() ? text : text + "/" + about.name.str();
}

std::string source_of(const Event& event) {
  const Text& component = event.source.component.empty() ? event.reporting_component : event.source.component;
  const Text& host = event.source.host.empty() ? event.reporting_instance : event.source.host;
  return host.empty() ? component.str() : component.str() + ", " + host.str();
}

std::vector<Cell> row(const Object& object, TimePoint now) {
  const auto& event = static_cast<const Event&>(object);
  const TimePoint first = event.first_timestamp == TimePoint{} ? event.event_time.at : event.first_timestamp;
  const TimePoint last = event.last_timestamp == TimePoint{} ? first : event.last_timestamp;
  std::string last_seen = age(last, now);
  if (event.count > 1) last_seen += " (x" + std::to_string(event.count) + " over " + age(first, now) + ")";
  return {last_seen,
          event.type_.str(),
          event.reason.str(),
          object_of(event.involved_object),
          event.involved_object.field_path.str(),
          source_of(event),
          event.message.str(),
          age(first, now),
          std::to_string(std::max(event.count, 1)),
          event.metadata.name.str()};
}

}  // namespace

Printer event_printer() {
  return {&Event::info(),
          {{"Last Seen"},
           {"Type"},
           {"Reason"},
           {"Object"},
           {"Subobject", "string", "", 1},
           {"Source", "string", "", 1},
           {"Message"},
           {"First Seen", "string", "", 1},
           {"Count", "string", "", 1},
           {"Name", "string", "name", 1}},
          &row};
}

}  // namespace podium
