#include "control-plane/objects/kinds/deployment.h"

namespace podium {

const Type& RollingUpdate::type() {
  using T = RollingUpdate;
  static const Type t = struct_type<T>(
      "RollingUpdate", {field("maxUnavailable", &T::max_unavailable), field("maxSurge", &T::max_surge)});
  return t;
}

const Type& DeploymentStrategy::type() {
  using T = DeploymentStrategy;
  static const Type t = struct_type<T>(
      "DeploymentStrategy", {field("type", &T::type_), field("rollingUpdate", &T::rolling_update)});
  return t;
}

const Type& DeploymentSpec::type() {
  using T = DeploymentSpec;
  static const Type t =
      struct_type<T>("DeploymentSpec",
                     {field("replicas", &T::replicas), field("selector", &T::selector),
                      field("template", &T::template_, kAlways), field("strategy", &T::strategy, kAlways),
                      field("minReadySeconds", &T::min_ready_seconds),
                      field("revisionHistoryLimit", &T::revision_history_limit), field("paused", &T::paused),
                      field("progressDeadlineSeconds", &T::progress_deadline_seconds)},
                     &T::rest);
  return t;
}

const Type& DeploymentStatus::type() {
  using T = DeploymentStatus;
  static const Type t = struct_type<T>(
      "DeploymentStatus",
      {field("observedGeneration", &T::observed_generation), field("replicas", &T::replicas),
       field("updatedReplicas", &T::updated_replicas), field("readyReplicas", &T::ready_replicas),
       field("availableReplicas", &T::available_replicas),
       field("unavailableReplicas", &T::unavailable_replicas), field("conditions", &T::conditions),
       field("collisionCount", &T::collision_count)},
      &T::rest);
  return t;
}

const Type& Deployment::type() {
  using T = Deployment;
  static const Type t = struct_type<T>(
      "Deployment", {field("spec", &T::spec, kAlways), field("status", &T::status, kAlways)}, &T::rest);
  return t;
}

const KindInfo& deployment_kind() {
  static const KindInfo kind =
      make_kind<Deployment>(kind_index("deployment"), "apps", "v1", "Deployment", "deployments", true, true);
  return kind;
}

const KindInfo& Deployment::info() { return deployment_kind(); }

}  // namespace podium
