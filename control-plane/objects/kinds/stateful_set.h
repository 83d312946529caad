// Pods with names and claims of their own, started, replaced and ended in the order of their numbers.
#pragma once

#include "control-plane/objects/object.h"
#include "control-plane/objects/pod_spec.h"

namespace podium {

struct RollingUpdateStatefulSet {
  std::optional<std::int32_t> partition;
  std::optional<IntOrString> max_unavailable;

  bool operator==(const RollingUpdateStatefulSet&) const = default;
  static const Type& type();
};

struct StatefulSetUpdateStrategy {
  Text type_;  // RollingUpdate, OnDelete
  Box<RollingUpdateStatefulSet> rolling_update;

  bool operator==(const StatefulSetUpdateStrategy&) const = default;
  static const Type& type();
};

// Whether the claims of pods go when the set is deleted, or scaled down: Retain, Delete.
struct ClaimRetentionPolicy {
  Text when_deleted, when_scaled;

  bool operator==(const ClaimRetentionPolicy&) const = default;
  static const Type& type();
};

struct StatefulSetOrdinals {
  std::int32_t start = 0;

  bool operator==(const StatefulSetOrdinals&) const = default;
  static const Type& type();
};

struct StatefulSetSpec {
  std::optional<std::int32_t> replicas, revision_history_limit;
  Box<LabelSelector> selector;
  Box<PodTemplateSpec> template_;
  Tree volume_claim_templates;  // a list of PersistentVolumeClaims
  Text service_name;
  Text pod_management_policy;  // OrderedReady, Parallel
  StatefulSetUpdateStrategy update_strategy;
  std::int32_t min_ready_seconds = 0;
  Box<ClaimRetentionPolicy> claim_retention_policy;
  Box<StatefulSetOrdinals> ordinals;
  Tree rest;

  bool operator==(const StatefulSetSpec&) const = default;
  static const Type& type();
};

struct StatefulSetStatus {
  std::int64_t observed_generation = 0;
  std::int32_t replicas = 0, ready_replicas = 0, current_replicas = 0, updated_replicas = 0,
               available_replicas = 0;
  Text current_revision, update_revision;
  std::optional<std::int32_t> collision_count;
  List<Condition> conditions;
  Tree rest;

  bool operator==(const StatefulSetStatus&) const = default;
  static const Type& type();
};

struct StatefulSet : Object {
  StatefulSet() : Object(info()) {}
  Box<StatefulSetSpec> spec;
  Box<StatefulSetStatus> status;
  Tree rest;

  bool operator==(const StatefulSet&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

}  // namespace podium
