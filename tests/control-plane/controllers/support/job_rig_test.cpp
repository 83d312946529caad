// Not a test: JobRig's definitions (the build takes *_test.cpp).
#include "tests/control-plane/controllers/support/job_rig.h"

#include <algorithm>

#include "control-plane/objects/kinds/event.h"

namespace podium {

std::vector<std::string> JobRig::events(std::string_view kind) {
  std::vector<std::string> lines;
  cluster.store.each(Event::info(), {}, [&](const ObjectRef& object) {
    const auto event = as<Event>(object);
    if (event->involved_object.kind == kind) lines.push_back(event->reason.str() + ": " + event->message);
  });
  return lines;
}

bool JobRig::told(const std::string& event, std::string_view kind) {
  const std::vector<std::string> lines = events(kind);
  return std::ranges::find(lines, event) != lines.end();
}

}  // namespace podium
