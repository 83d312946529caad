// What every Kubernetes object carries, and the pieces that many kinds share.
#pragma once

#include "control-plane/objects/fields.h"

namespace podium {

struct OwnerReference {
  Text api_version, kind, name, uid;
  std::optional<bool> controller, block_owner_deletion;

  bool operator==(const OwnerReference&) const = default;
  static const Type& type();
};

struct ObjectMeta {
  Text name, generate_name, namespace_, uid;
  std::uint64_t resource_version = 0;  // the store's revision at the last write; 0: not stored
  std::int64_t generation = 0;
  TimePoint creation_timestamp{};
  TimePoint deletion_timestamp{};  // set: the object is being deleted
  std::optional<std::int64_t> deletion_grace_period_seconds;
  Labels labels, annotations;
  List<OwnerReference> owner_references;
  List<Text> finalizers;
  Tree rest;  // managedFields, selfLink

  bool deleting() const { return deletion_timestamp != TimePoint{}; }
  // The owner that manages this object, or null.
  const OwnerReference* controller() const;

  bool operator==(const ObjectMeta&) const = default;
  static const Type& type();
};

struct LabelSelectorRequirement {
  Text key, operator_;
  List<Text> values;

  bool operator==(const LabelSelectorRequirement&) const = default;
  static const Type& type();
};

struct LabelSelector {
  Labels match_labels;
  List<LabelSelectorRequirement> match_expressions;

  bool empty() const { return match_labels.empty() && match_expressions.empty(); }
  // Kubernetes' meaning: all requirements hold; an empty selector matches everything.
  bool matches(const Labels& labels) const;

  bool operator==(const LabelSelector&) const = default;
  static const Type& type();
};

// Conditions of workloads, pods, nodes and namespaces. Kinds use the fields that they have.
struct Condition {
  Text type_, status, reason, message;
  TimePoint last_transition_time{};
  TimePoint last_update_time{};                        // deployments
  TimePoint last_probe_time{}, last_heartbeat_time{};  // pods; nodes
  std::int64_t observed_generation = 0;

  bool is_true() const { return status == "True"; }
  bool operator==(const Condition&) const = default;
  static const Type& type();
};

// The condition of that type, or null.
const Condition* find_condition(const List<Condition>& conditions, std::string_view type);

// Is there a condition of that type, and is it True?
bool holds(const List<Condition>& conditions, std::string_view type);

// Puts `wanted` among `conditions`. Its last transition becomes `now` only if the status changed.
// True if anything changed.
bool set_condition(List<Condition>& conditions, Condition wanted, TimePoint now);

}  // namespace podium
