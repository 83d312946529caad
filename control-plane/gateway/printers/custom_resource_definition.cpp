// CustomResourceDefinitions as `kubectl get crds` shows them: with the moment of their making, not their age.
#include "control-plane/codec/time_text.h"
#include "control-plane/gateway/printer.h"

namespace podium {
namespace {

std::vector<Cell> row(const Object& object, TimePoint) {
  return {object.metadata.name.str(), format_time(object.metadata.creation_timestamp)};
}

}  // namespace

Printer custom_resource_definition_printer() {
  return {find_kind("apiextensions.k8s.io", "v1", "CustomResourceDefinition"),
          {{"Name", "string", "name"}, {"Created At", "date"}},
          &row};
}

}  // namespace podium
