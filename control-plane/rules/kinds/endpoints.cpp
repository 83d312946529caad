#include "control-plane/objects/kinds/endpoints.h"
#include "control-plane/rules/names.h"
#include "control-plane/rules/rules.h"

namespace podium {
namespace {

void set_defaults(Object& object) {
  auto& endpoints = static_cast<Endpoints&>(object);
  for (std::size_t i = 0; i < endpoints.subsets.size(); ++i) {
    const List<EndpointsPort>& ports = endpoints.subsets[i].ports;
    for (std::size_t k = 0; k < ports.size(); ++k) {
      if (ports[k].protocol.empty()) endpoints.subsets.edit()[i].ports.edit()[k].protocol = "TCP";
    }
  }
}

FieldErrors validate(const Object& object) {
  FieldErrors errors;
  check_metadata(object.metadata, true, NameForm::kSubdomain, errors);
  const auto& subsets = static_cast<const Endpoints&>(object).subsets;
  for (std::size_t i = 0; i < subsets.size(); ++i) {
    const std::string at = element("subsets", i);
    if (subsets[i].addresses.empty() && subsets[i].not_ready_addresses.empty()) {
      errors.push_back(required(at, "must specify `addresses` or `notReadyAddresses`"));
    }
    for (std::size_t k = 0; k < subsets[i].ports.size(); ++k) {
      const EndpointsPort& port = subsets[i].ports[k];
      const std::string here = element(at + ".ports", k);
      if (subsets[i].ports.size() > 1 && port.name.empty()) errors.push_back(required(here + ".name"));
      if (port.port < 1 || port.port > 65535)
        errors.push_back(invalid_value(here + ".port", std::to_string(port.port),
                                       "must be between 1 and 65535, inclusive"));
    }
  }
  return errors;
}

FieldErrors validate_update(const Object&, const Object& fresh) { return validate(fresh); }

}  // namespace

const Rules& endpoints_rules() {
  static const Rules rules = {&set_defaults,  &validate,        &validate_update,
                              &never_changes, &nothing_to_keep, &nothing_to_keep};
  return rules;
}

}  // namespace podium
