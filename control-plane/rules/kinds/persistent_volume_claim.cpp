#include "control-plane/objects/kinds/persistent_volume_claim.h"
#include "control-plane/rules/typed_rules.h"
#include "control-plane/rules/volume_claims.h"

namespace podium {
namespace {

constexpr const char* kStorage = "storage";

const PersistentVolumeClaim& claim_of(const Object& object) {
  return static_cast<const PersistentVolumeClaim&>(object);
}

void set_defaults(Object& object) {
  auto& claim = static_cast<PersistentVolumeClaim&>(object);
  if (claim.spec.value().volume_mode.empty()) claim.spec.edit().volume_mode = "Filesystem";
  if (claim.status.value().phase.empty()) claim.status.edit().phase = "Pending";
}

FieldErrors validate(const Object& object) {
  FieldErrors errors;
  check_metadata(object.metadata, true, NameForm::kSubdomain, errors);
  const PersistentVolumeClaimSpec& spec = claim_of(object).spec.value();
  if (spec.access_modes.empty())
    errors.push_back(required("spec.accessModes", "at least 1 access mode is required"));
  if (spec.selector) check_selector(*spec.selector, "spec.selector", errors);
  check_access_modes(spec.access_modes, errors);
  const Quantity* size = spec.resources.requests.find(kStorage);
  if (size == nullptr)
    errors.push_back(required("spec.resources[storage]"));
  else if (*size <= Quantity())
    errors.push_back(invalid_text("spec.resources[storage]", size->str(), "must be greater than zero"));
  check_volume_class(claim_of(object).storage_class().value_or(""), errors);
  check_volume_mode(spec.volume_mode, errors);
  return errors;
}

// The spec as it must have been, if everything that differs may differ: a volume for a claim without
// one, a class for a claim without one, and the size of a bound claim.
bool only_allowed_changes(const PersistentVolumeClaim& before, const PersistentVolumeClaim& after) {
  PersistentVolumeClaimSpec was = before.spec.value(), is = after.spec.value();
  if (was.volume_name.empty()) was.volume_name = is.volume_name;
  if (!was.storage_class_name) was.storage_class_name = is.storage_class_name;
  if (after.status.value().phase == "Bound") is.resources.requests = was.resources.requests;
  return was == is;
}

FieldErrors validate_update(const Object& old, const Object& fresh) {
  FieldErrors errors = validate(fresh);
  const PersistentVolumeClaim &before = claim_of(old), &after = claim_of(fresh);
  if (before.spec.same_as(after.spec)) return errors;
  if (!only_allowed_changes(before, after)) {
    errors.push_back(field_forbidden("spec",
                                     "spec is immutable after creation except resources.requests and "
                                     "volumeAttributesClassName for bound claims"));
  }
  const Quantity was = before.spec.value().resources.requests.get(kStorage);
  const Quantity is = after.spec.value().resources.requests.get(kStorage);
  if (is < was && is <= before.status.value().capacity.get(kStorage)) {
    errors.push_back(
        field_forbidden("spec.resources.requests.storage", "field can not be less than status.capacity"));
  }
  return errors;
}

}  // namespace

const Rules& persistent_volume_claim_rules() {
  static const Rules rules = {&set_defaults,
                              &validate,
                              &validate_update,
                              &never_changes,
                              &keep_status_of<PersistentVolumeClaim>,
                              &keep_spec_of<PersistentVolumeClaim>};
  return rules;
}

}  // namespace podium
