// IngressClasses as `kubectl get ingressclasses` shows them.
#include "control-plane/objects/kinds/ingress_class.h"

#include "control-plane/gateway/age.h"
#include "control-plane/gateway/printer.h"

namespace podium {
namespace {

std::string parameters_text(const IngressClassSpec& spec) {
  if (!spec.parameters) return "<none>";
  const IngressClassParametersReference& to = *spec.parameters;
  return to.kind.str() + (to.api_group.empty() ? "" : "." + to.api_group.str()) + "/" + to.name.str();
}

std::vector<Cell> row(const Object& object, TimePoint now) {
  const auto& ingress_class = static_cast<const IngressClass&>(object);
  const IngressClassSpec& spec = ingress_class.spec.value();
  return {ingress_class.metadata.name.str(), spec.controller.str(), parameters_text(spec),
          age(ingress_class.metadata.creation_timestamp, now)};
}

}  // namespace

Printer ingress_class_printer() {
  return {&IngressClass::info(), {{"Name", "string", "name"}, {"Controller"}, {"Parameters"}, {"Age"}}, &row};
}

}  // namespace podium
