#include "control-plane/objects/kinds/replica_set.h"
#include "control-plane/rules/pod_defaults.h"
#include "control-plane/rules/typed_rules.h"
#include "control-plane/rules/workload_validation.h"

namespace podium {
namespace {

void set_defaults(ReplicaSet& set) {
  if (!set.spec.value().replicas) set.spec.edit().replicas = 1;
  default_template_of(set.spec);
}

void check(const ReplicaSet& set, FieldErrors& errors) {
  const ReplicaSetSpec& spec = set.spec.value();
  check_workload({"replicaset", spec.replicas, spec.min_ready_seconds, spec.selector, spec.template_},
                 errors);
  check_lasting_template(spec.template_.value(), "ReplicaSet", errors);
}

void check_change(const ReplicaSet& before, const ReplicaSet& after, FieldErrors& errors) {
  check_same_selector(before.spec.value().selector, after.spec.value().selector, errors);
}

}  // namespace

const Rules& replica_set_rules() {
  return workload_rules<ReplicaSet, &set_defaults, &check, &check_change>();
}

}  // namespace podium
