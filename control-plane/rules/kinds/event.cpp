#include "control-plane/objects/kinds/event.h"
#include "control-plane/rules/names.h"
#include "control-plane/rules/rules.h"

namespace podium {
namespace {

FieldErrors validate(const Object& object) {
  FieldErrors errors;
  check_metadata(object.metadata, true, NameForm::kSubdomain, errors);
  const auto& event = static_cast<const Event&>(object);
  const Text& space = event.involved_object.namespace_;
  const bool fits = space.empty()
                        ? event.metadata.namespace_ == "default" || event.metadata.namespace_ == "kube-system"
                        : event.metadata.namespace_ == space;
  if (!fits)
    errors.push_back(invalid_text("involvedObject.namespace", space, "does not match event.namespace"));
  return errors;
}

FieldErrors validate_update(const Object&, const Object& fresh) { return validate(fresh); }

}  // namespace

const Rules& event_rules() {
  static const Rules rules = {&no_defaults,   &validate,        &validate_update,
                              &never_changes, &nothing_to_keep, &nothing_to_keep};
  return rules;
}

}  // namespace podium
