// ReplicaSets that replace each other when the template changes.
#pragma once

#include "control-plane/objects/object.h"
#include "control-plane/objects/pod_spec.h"

namespace podium {

struct RollingUpdate {
  std::optional<IntOrString> max_unavailable, max_surge;

  bool operator==(const RollingUpdate&) const = default;
  static const Type& type();
};

struct DeploymentStrategy {
  Text type_;  // RollingUpdate, Recreate
  Box<RollingUpdate> rolling_update;

  bool operator==(const DeploymentStrategy&) const = default;
  static const Type& type();
};

struct DeploymentSpec {
  std::optional<std::int32_t> replicas;
  Box<LabelSelector> selector;
  Box<PodTemplateSpec> template_;
  DeploymentStrategy strategy;
  std::int32_t min_ready_seconds = 0;
  std::optional<std::int32_t> revision_history_limit, progress_deadline_seconds;
  bool paused = false;
  Tree rest;

  bool operator==(const DeploymentSpec&) const = default;
  static const Type& type();
};

struct DeploymentStatus {
  std::int64_t observed_generation = 0;
  std::int32_t replicas = 0, updated_replicas = 0, ready_replicas = 0, available_replicas = 0,
               unavailable_replicas = 0;
  List<Condition> conditions;
  std::optional<std::int32_t> collision_count;
  Tree rest;

  bool operator==(const DeploymentStatus&) const = default;
  static const Type& type();
};

struct Deployment : Object {
  Deployment() : Object(info()) {}
  Box<DeploymentSpec> spec;
  Box<DeploymentStatus> status;
  Tree rest;

  bool operator==(const Deployment&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

}  // namespace podium
