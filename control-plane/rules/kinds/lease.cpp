#include "control-plane/objects/kinds/lease.h"
#include "control-plane/rules/names.h"
#include "control-plane/rules/rules.h"

namespace podium {
namespace {

FieldErrors validate(const Object& object) {
  FieldErrors errors;
  check_metadata(object.metadata, true, NameForm::kSubdomain, errors);
  const LeaseSpec& spec = static_cast<const Lease&>(object).spec;
  if (spec.lease_duration_seconds && *spec.lease_duration_seconds <= 0) {
    errors.push_back(invalid_value("spec.leaseDurationSeconds", std::to_string(*spec.lease_duration_seconds),
                                   "must be greater than 0"));
  }
  if (spec.lease_transitions && *spec.lease_transitions < 0) {
    errors.push_back(invalid_value("spec.leaseTransitions", std::to_string(*spec.lease_transitions),
                                   "must be greater than or equal to 0"));
  }
  return errors;
}

FieldErrors validate_update(const Object&, const Object& fresh) { return validate(fresh); }

}  // namespace

const Rules& lease_rules() {
  static const Rules rules = {&no_defaults,   &validate,        &validate_update,
                              &never_changes, &nothing_to_keep, &nothing_to_keep};
  return rules;
}

}  // namespace podium
