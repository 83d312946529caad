#include "control-plane/objects/kinds/replication_controller.h"

namespace podium {

const Type& ReplicationControllerSpec::type() {
  using T = ReplicationControllerSpec;
  static const Type t =
      struct_type<T>("ReplicationControllerSpec",
                     {field("replicas", &T::replicas), field("minReadySeconds", &T::min_ready_seconds),
                      field("selector", &T::selector), field("template", &T::template_)},
                     &T::rest);
  return t;
}

const Type& ReplicationControllerStatus::type() {
  using T = ReplicationControllerStatus;
  static const Type t = struct_type<T>(
      "ReplicationControllerStatus",
      {field("replicas", &T::replicas, kAlways), field("fullyLabeledReplicas", &T::fully_labeled_replicas),
       field("observedGeneration", &T::observed_generation), field("readyReplicas", &T::ready_replicas),
       field("availableReplicas", &T::available_replicas), field("conditions", &T::conditions)},
      &T::rest);
  return t;
}

const Type& ReplicationController::type() {
  using T = ReplicationController;
  static const Type t =
      struct_type<T>("ReplicationController",
                     {field("spec", &T::spec, kAlways), field("status", &T::status, kAlways)}, &T::rest);
  return t;
}

const KindInfo& replication_controller_kind() {
  static const KindInfo kind =
      make_kind<ReplicationController>(kind_index("replication_controller"), "", "v1",
                                       "ReplicationController", "replicationcontrollers", true, true);
  return kind;
}

const KindInfo& ReplicationController::info() { return replication_controller_kind(); }

}  // namespace podium
