// A pod on every node that fits.
#pragma once

#include "control-plane/objects/kinds/deployment.h"

namespace podium {

struct DaemonSetUpdateStrategy {
  Text type_;  // RollingUpdate, OnDelete
  Box<RollingUpdate> rolling_update;

  bool operator==(const DaemonSetUpdateStrategy&) const = default;
  static const Type& type();
};

struct DaemonSetSpec {
  Box<LabelSelector> selector;
  Box<PodTemplateSpec> template_;
  DaemonSetUpdateStrategy update_strategy;
  std::int32_t min_ready_seconds = 0;
  std::optional<std::int32_t> revision_history_limit;
  Tree rest;

  bool operator==(const DaemonSetSpec&) const = default;
  static const Type& type();
};

struct DaemonSetStatus {
  std::int32_t current_number_scheduled = 0, number_misscheduled = 0, desired_number_scheduled = 0,
               number_ready = 0, updated_number_scheduled = 0, number_available = 0, number_unavailable = 0;
  std::int64_t observed_generation = 0;
  std::optional<std::int32_t> collision_count;
  List<Condition> conditions;
  Tree rest;

  bool operator==(const DaemonSetStatus&) const = default;
  static const Type& type();
};

struct DaemonSet : Object {
  DaemonSet() : Object(info()) {}
  Box<DaemonSetSpec> spec;
  Box<DaemonSetStatus> status;
  Tree rest;

  bool operator==(const DaemonSet&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

}  // namespace podium
