#include "control-plane/objects/kinds/namespace.h"
#include "control-plane/rules/typed_rules.h"

namespace podium {
namespace {

constexpr const char* kNameLabel = "kubernetes.io/metadata.name";

void set_defaults(Object& object) {
  auto& space = static_cast<Namespace&>(object);
  space.metadata.labels.set(kNameLabel, space.metadata.name);
  if (space.status.phase.empty()) space.status.phase = "Active";
  if (space.spec.finalizers.empty() && !space.metadata.deleting())
    space.spec.finalizers = {Text("kubernetes")};
}

FieldErrors validate(const Object& object) {
  FieldErrors errors;
  check_metadata(object.metadata, false, NameForm::kLabel, errors);
  return errors;
}

FieldErrors validate_update(const Object&, const Object& fresh) { return validate(fresh); }

void keep_status(Object& fresh, const Object& old) {
  static_cast<Namespace&>(fresh).status = static_cast<const Namespace&>(old).status;
  static_cast<Namespace&>(fresh).spec = static_cast<const Namespace&>(old).spec;  // only /finalize changes it
}

}  // namespace

const Rules& namespace_rules() {
  static const Rules rules = {&set_defaults,  &validate,    &validate_update,
                              &never_changes, &keep_status, &keep_spec_of<Namespace>};
  return rules;
}

}  // namespace podium
