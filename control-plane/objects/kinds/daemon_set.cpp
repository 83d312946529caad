#include "control-plane/objects/kinds/daemon_set.h"

namespace podium {

const Type& DaemonSetUpdateStrategy::type() {
  using T = DaemonSetUpdateStrategy;
  static const Type t = struct_type<T>(
      "DaemonSetUpdateStrategy", {field("type", &T::type_), field("rollingUpdate", &T::rolling_update)});
  return t;
}

const Type& DaemonSetSpec::type() {
  using T = DaemonSetSpec;
  static const Type t = struct_type<T>(
      "DaemonSetSpec",
      {field("selector", &T::selector), field("template", &T::template_, kAlways),
       field("updateStrategy", &T::update_strategy, kAlways), field("minReadySeconds", &T::min_ready_seconds),
       field("revisionHistoryLimit", &T::revision_history_limit)},
      &T::rest);
  return t;
}

const Type& DaemonSetStatus::type() {
  using T = DaemonSetStatus;
  static const Type t = struct_type<T>(
      "DaemonSetStatus",
      {field("currentNumberScheduled", &T::current_number_scheduled, kAlways),
       field("numberMisscheduled", &T::number_misscheduled, kAlways),
       field("desiredNumberScheduled", &T::desired_number_scheduled, kAlways),
       field("numberReady", &T::number_ready, kAlways), field("observedGeneration", &T::observed_generation),
       field("updatedNumberScheduled", &T::updated_number_scheduled),
       field("numberAvailable", &T::number_available), field("numberUnavailable", &T::number_unavailable),
       field("collisionCount", &T::collision_count), field("conditions", &T::conditions)},
      &T::rest);
  return t;
}

const Type& DaemonSet::type() {
  using T = DaemonSet;
  static const Type t = struct_type<T>(
      "DaemonSet", {field("spec", &T::spec, kAlways), field("status", &T::status, kAlways)}, &T::rest);
  return t;
}

const KindInfo& daemon_set_kind() {
  static const KindInfo kind =
      make_kind<DaemonSet>(kind_index("daemon_set"), "apps", "v1", "DaemonSet", "daemonsets", true, true);
  return kind;
}

const KindInfo& DaemonSet::info() { return daemon_set_kind(); }

}  // namespace podium
