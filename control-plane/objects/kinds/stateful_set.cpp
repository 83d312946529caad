#include "control-plane/objects/kinds/stateful_set.h"

namespace podium {

const Type& RollingUpdateStatefulSet::type() {
  using T = RollingUpdateStatefulSet;
  static const Type t =
      struct_type<T>("RollingUpdateStatefulSetStrategy",
                     {field("partition", &T::partition), field("maxUnavailable", &T::max_unavailable)});
  return t;
}

const Type& StatefulSetUpdateStrategy::type() {
  using T = StatefulSetUpdateStrategy;
  static const Type t = struct_type<T>(
      "StatefulSetUpdateStrategy", {field("type", &T::type_), field("rollingUpdate", &T::rolling_update)});
  return t;
}

const Type& ClaimRetentionPolicy::type() {
  using T = ClaimRetentionPolicy;
  static const Type t =
      struct_type<T>("StatefulSetPersistentVolumeClaimRetentionPolicy",
                     {field("whenDeleted", &T::when_deleted), field("whenScaled", &T::when_scaled)});
  return t;
}

const Type& StatefulSetOrdinals::type() {
  using T = StatefulSetOrdinals;
  static const Type t = struct_type<T>("StatefulSetOrdinals", {field("start", &T::start, kAlways)});
  return t;
}

const Type& StatefulSetSpec::type() {
  using T = StatefulSetSpec;
  static const Type t = struct_type<T>(
      "StatefulSetSpec",
      {field("replicas", &T::replicas), field("selector", &T::selector),
       field("template", &T::template_, kAlways), field("volumeClaimTemplates", &T::volume_claim_templates),
       field("serviceName", &T::service_name, kAlways),
       field("podManagementPolicy", &T::pod_management_policy),
       field("updateStrategy", &T::update_strategy, kAlways),
       field("revisionHistoryLimit", &T::revision_history_limit),
       field("minReadySeconds", &T::min_ready_seconds),
       field("persistentVolumeClaimRetentionPolicy", &T::claim_retention_policy),
       field("ordinals", &T::ordinals)},
      &T::rest);
  return t;
}

const Type& StatefulSetStatus::type() {
  using T = StatefulSetStatus;
  static const Type t = struct_type<T>(
      "StatefulSetStatus",
      {field("observedGeneration", &T::observed_generation), field("replicas", &T::replicas, kAlways),
       field("readyReplicas", &T::ready_replicas), field("currentReplicas", &T::current_replicas),
       field("updatedReplicas", &T::updated_replicas), field("currentRevision", &T::current_revision),
       field("updateRevision", &T::update_revision), field("collisionCount", &T::collision_count),
       field("conditions", &T::conditions), field("availableReplicas", &T::available_replicas, kAlways)},
      &T::rest);
  return t;
}

const Type& StatefulSet::type() {
  using T = StatefulSet;
  static const Type t = struct_type<T>(
      "StatefulSet", {field("spec", &T::spec, kAlways), field("status", &T::status, kAlways)}, &T::rest);
  return t;
}

const KindInfo& stateful_set_kind() {
  static const KindInfo kind = make_kind<StatefulSet>(kind_index("stateful_set"), "apps", "v1", "StatefulSet",
                                                      "statefulsets", true, true);
  return kind;
}

const KindInfo& StatefulSet::info() { return stateful_set_kind(); }

}  // namespace podium
