// PriorityClasses as `kubectl get priorityclasses` shows them.
#include "control-plane/objects/kinds/priority_class.h"

#include "control-plane/gateway/age.h"
#include "control-plane/gateway/printer.h"

namespace podium {
namespace {

std::vector<Cell> row(const Object& object, TimePoint now) {
  const auto& priority = static_cast<const PriorityClass&>(object);
  return {priority.metadata.name.str(), std::int64_t{priority.value},
          priority.global_default ? "true" : "false", age(priority.metadata.creation_timestamp, now),
          priority.preemption_policy.str()};
}

}  // namespace

Printer priority_class_printer() {
  return {&PriorityClass::info(),
          {{"Name", "string", "name"},
           {"Value", "integer"},
           {"Global-Default", "boolean"},
           {"Age"},
           {"PreemptionPolicy"}},
          &row};
}

}  // namespace podium
