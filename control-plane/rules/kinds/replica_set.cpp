#include "control-plane/objects/kinds/replica_set.h"
#include "control-plane/rules/names.h"
#include "control-plane/rules/pod_defaults.h"
#include "control-plane/rules/rules.h"
#include "control-plane/rules/workload_validation.h"

namespace podium {
namespace {

void set_defaults(Object& object) {
  auto& set = static_cast<ReplicaSet&>(object);
  if (!set.spec.value().replicas) set.spec.edit().replicas = 1;
  Box<PodTemplateSpec> pod_template = set.spec->template_;
  default_template(pod_template);
  if (!pod_template.same_as(set.spec->template_)) set.spec.edit().template_ = std::move(pod_template);
}

FieldErrors validate(const Object& object) {
  FieldErrors errors;
  check_metadata(object.metadata, true, NameForm::kSubdomain, errors);
  const ReplicaSetSpec& spec = static_cast<const ReplicaSet&>(object).spec.value();
  check_workload({spec.replicas, spec.min_ready_seconds, spec.selector, spec.template_.value()}, "replicaset",
                 errors);
  return errors;
}

FieldErrors validate_update(const Object& old, const Object& fresh) {
  const auto &before = static_cast<const ReplicaSet&>(old), &after = static_cast<const ReplicaSet&>(fresh);
  FieldErrors errors;
  if (before.spec.same_as(after.spec)) {
    check_metadata(after.metadata, true, NameForm::kSubdomain, errors);
    return errors;
  }
  errors = validate(fresh);
  check_same_selector(before.spec.value().selector, after.spec.value().selector, errors);
  return errors;
}

void keep_status(Object& fresh, const Object& old) {
  static_cast<ReplicaSet&>(fresh).status = static_cast<const ReplicaSet&>(old).status;
}

void keep_spec(Object& fresh, const Object& old) {
  static_cast<ReplicaSet&>(fresh).spec = static_cast<const ReplicaSet&>(old).spec;
}

bool spec_changed(const Object& old, const Object& fresh) {
  return !(static_cast<const ReplicaSet&>(old).spec == static_cast<const ReplicaSet&>(fresh).spec);
}

}  // namespace

const Rules& replica_set_rules() {
  static const Rules rules = {&set_defaults, &validate,    &validate_update,
                              &spec_changed, &keep_status, &keep_spec};
  return rules;
}

}  // namespace podium
