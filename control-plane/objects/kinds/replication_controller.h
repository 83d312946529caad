// What was before ReplicaSets: a number of equal pods, selected by plain labels.
#pragma once

#include "control-plane/objects/object.h"
#include "control-plane/objects/pod_spec.h"

namespace podium {

struct ReplicationControllerSpec {
  std::optional<std::int32_t> replicas;
  std::int32_t min_ready_seconds = 0;
  Labels selector;
  Box<PodTemplateSpec> template_;
  Tree rest;

  bool operator==(const ReplicationControllerSpec&) const = default;
  static const Type& type();
};

struct ReplicationControllerStatus {
  std::int32_t replicas = 0, fully_labeled_replicas = 0, ready_replicas = 0, available_replicas = 0;
  std::int64_t observed_generation = 0;
  List<Condition> conditions;
  Tree rest;

  bool operator==(const ReplicationControllerStatus&) const = default;
  static const Type& type();
};

struct ReplicationController : Object {
  ReplicationController() : Object(info()) {}
  Box<ReplicationControllerSpec> spec;
  Box<ReplicationControllerStatus> status;
  Tree rest;

  bool operator==(const ReplicationController&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

}  // namespace podium
