// Roles as `kubectl get` shows them: by the time of their creation, not their age.
#include "control-plane/objects/kinds/role.h"

#include "control-plane/codec/time_text.h"
#include "control-plane/gateway/printer.h"

namespace podium {
namespace {

std::vector<Cell> row(const Object& object, TimePoint) {
  return {object.metadata.name.str(), format_time(object.metadata.creation_timestamp)};
}

}  // namespace

Printer role_printer() { return {&Role::info(), {{"Name", "string", "name"}, {"Created At", "date"}}, &row}; }

}  // namespace podium
