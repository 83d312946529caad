// A number of equal pods, kept at that number.
#pragma once

#include "control-plane/objects/object.h"
#include "control-plane/objects/pod_spec.h"

namespace podium {

struct ReplicaSetSpec {
  std::optional<std::int32_t> replicas;
  std::int32_t min_ready_seconds = 0;
  Box<LabelSelector> selector;
  Box<PodTemplateSpec> template_;
  Tree rest;

  bool operator==(const ReplicaSetSpec&) const = default;
  static const Type& type();
};

struct ReplicaSetStatus {
  std::int32_t replicas = 0, fully_labeled_replicas = 0, ready_replicas = 0, available_replicas = 0;
  std::int64_t observed_generation = 0;
  List<Condition> conditions;
  Tree rest;

  bool operator==(const ReplicaSetStatus&) const = default;
  static const Type& type();
};

struct ReplicaSet : Object {
  ReplicaSet() : Object(info()) {}
  Box<ReplicaSetSpec> spec;
  Box<ReplicaSetStatus> status;
  Tree rest;

  bool operator==(const ReplicaSet&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

}  // namespace podium
