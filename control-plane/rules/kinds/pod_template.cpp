#include "control-plane/objects/kinds/pod_template.h"
#include "control-plane/rules/names.h"
#include "control-plane/rules/pod_defaults.h"
#include "control-plane/rules/pod_validation.h"
#include "control-plane/rules/rules.h"

namespace podium {
namespace {

void set_defaults(Object& object) { default_template(static_cast<PodTemplate&>(object).template_); }

FieldErrors validate(const Object& object) {
  FieldErrors errors;
  check_metadata(object.metadata, true, NameForm::kSubdomain, errors);
  check_template(static_cast<const PodTemplate&>(object).template_.value(), "template", errors);
  return errors;
}

FieldErrors validate_update(const Object&, const Object& fresh) { return validate(fresh); }

bool template_differs(const Object& old, const Object& fresh) {
  return !(static_cast<const PodTemplate&>(old).template_ ==
           static_cast<const PodTemplate&>(fresh).template_);
}

}  // namespace

const Rules& pod_template_rules() {
  static const Rules rules = {&set_defaults,     &validate,        &validate_update,
                              &template_differs, &nothing_to_keep, &nothing_to_keep};
  return rules;
}

}  // namespace podium
