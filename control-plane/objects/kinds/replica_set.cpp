#include "control-plane/objects/kinds/replica_set.h"

namespace podium {

const Type& ReplicaSetSpec::type() {
  using T = ReplicaSetSpec;
  static const Type t =
      struct_type<T>("ReplicaSetSpec",
                     {field("replicas", &T::replicas), field("minReadySeconds", &T::min_ready_seconds),
                      field("selector", &T::selector), field("template", &T::template_)},
                     &T::rest);
  return t;
}

const Type& ReplicaSetStatus::type() {
  using T = ReplicaSetStatus;
  static const Type t = struct_type<T>(
      "ReplicaSetStatus",
      {field("replicas", &T::replicas, kAlways), field("fullyLabeledReplicas", &T::fully_labeled_replicas),
       field("readyReplicas", &T::ready_replicas), field("availableReplicas", &T::available_replicas),
       field("observedGeneration", &T::observed_generation), field("conditions", &T::conditions)},
      &T::rest);
  return t;
}

const Type& ReplicaSet::type() {
  using T = ReplicaSet;
  static const Type t = struct_type<T>(
      "ReplicaSet", {field("spec", &T::spec, kAlways), field("status", &T::status, kAlways)}, &T::rest);
  return t;
}

const KindInfo& replica_set_kind() {
  static const KindInfo kind =
      make_kind<ReplicaSet>(kind_index("replica_set"), "apps", "v1", "ReplicaSet", "replicasets", true, true);
  return kind;
}

const KindInfo& ReplicaSet::info() { return replica_set_kind(); }

}  // namespace podium
