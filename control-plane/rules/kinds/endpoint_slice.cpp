#include "control-plane/objects/kinds/endpoint_slice.h"
#include "control-plane/rules/names.h"
#include "control-plane/rules/rules.h"

namespace podium {
namespace {

void set_defaults(Object& object) {
  auto& slice = static_cast<EndpointSlice&>(object);
  for (std::size_t i = 0; i < slice.ports.size(); ++i) {
    if (slice.ports[i].protocol.empty()) slice.ports.edit()[i].protocol = "TCP";
  }
}

FieldErrors validate(const Object& object) {
  FieldErrors errors;
  check_metadata(object.metadata, true, NameForm::kSubdomain, errors);
  const auto& slice = static_cast<const EndpointSlice&>(object);
  const Text& type = slice.address_type;
  if (type.empty())
    errors.push_back(required("addressType"));
  else if (!(type == "IPv4") && !(type == "IPv6") && !(type == "FQDN")) {
    errors.push_back(not_supported("addressType", type, {"FQDN", "IPv4", "IPv6"}));
  }
  constexpr std::size_t kMaxEndpoints = 1000;
  if (slice.endpoints.size() > kMaxEndpoints) {
    errors.push_back(
        {"Too many", "FieldValueTooMany", "endpoints",
         "Too many: " + std::to_string(slice.endpoints.size()) + ": must have at most 1000 items"});
  }
  for (std::size_t i = 0; i < slice.endpoints.size(); ++i) {
    if (slice.endpoints[i].addresses.empty()) {
      errors.push_back(required(element("endpoints", i) + ".addresses", "must contain at least 1 address"));
    }
  }
  return errors;
}

FieldErrors validate_update(const Object& old, const Object& fresh) {
  FieldErrors errors = validate(fresh);
  const Text& type = static_cast<const EndpointSlice&>(fresh).address_type;
  if (!(static_cast<const EndpointSlice&>(old).address_type == type))
    errors.push_back(invalid_text("addressType", type, "field is immutable"));
  return errors;
}

bool changed(const Object& old, const Object& fresh) {
  const auto &before = static_cast<const EndpointSlice&>(old),
             &after = static_cast<const EndpointSlice&>(fresh);
  return !(before.endpoints == after.endpoints) || !(before.ports == after.ports) ||
         !(before.metadata.labels == after.metadata.labels);
}

}  // namespace

const Rules& endpoint_slice_rules() {
  static const Rules rules = {&set_defaults, &validate,        &validate_update,
                              &changed,      &nothing_to_keep, &nothing_to_keep};
  return rules;
}

}  // namespace podium
