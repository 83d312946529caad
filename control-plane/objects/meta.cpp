#include "control-plane/objects/meta.h"

namespace podium {

const Type& OwnerReference::type() {
  using T = OwnerReference;
  static const Type t =
      struct_type<T>("OwnerReference", {field("apiVersion", &T::api_version, kAlways),
                                        field("kind", &T::kind, kAlways), field("name", &T::name, kAlways),
                                        field("uid", &T::uid, kAlways), field("controller", &T::controller),
                                        field("blockOwnerDeletion", &T::block_owner_deletion)});
  return t;
}

const Type& ObjectMeta::type() {
  using T = ObjectMeta;
  static const Type t = struct_type<T>(
      "ObjectMeta",
      {field("name", &T::name), field("generateName", &T::generate_name), field("namespace", &T::namespace_),
       field("uid", &T::uid), field("resourceVersion", &T::resource_version),
       field("generation", &T::generation), field("creationTimestamp", &T::creation_timestamp),
       field("deletionTimestamp", &T::deletion_timestamp),
       field("deletionGracePeriodSeconds", &T::deletion_grace_period_seconds), field("labels", &T::labels),
       field("annotations", &T::annotations), field("ownerReferences", &T::owner_references),
       field("finalizers", &T::finalizers)},
      &T::rest);
  return t;
}

const OwnerReference* ObjectMeta::controller() const {
  for (const OwnerReference& owner : owner_references) {
    if (owner.controller.value_or(false)) return &owner;
  }
  return nullptr;
}

const Type& LabelSelectorRequirement::type() {
  using T = LabelSelectorRequirement;
  static const Type t = struct_type<T>(
      "LabelSelectorRequirement", {field("key", &T::key, kAlways), field("operator", &T::operator_, kAlways),
                                   field("values", &T::values)});
  return t;
}

const Type& LabelSelector::type() {
  using T = LabelSelector;
  static const Type t = struct_type<T>("LabelSelector", {field("matchLabels", &T::match_labels),
                                                         field("matchExpressions", &T::match_expressions)});
  return t;
}

namespace {

bool contains(const List<Text>& values, std::string_view value) {
  for (const Text& v : values) {
    if (v.view() == value) return true;
  }
  return false;
}

bool holds(const LabelSelectorRequirement& need, const Labels& labels) {
  const Text* value = labels.find(need.key);
  if (need.operator_ == "In") return value != nullptr && contains(need.values, *value);
  if (need.operator_ == "NotIn") return value == nullptr || !contains(need.values, *value);
  if (need.operator_ == "Exists") return value != nullptr;
  if (need.operator_ == "DoesNotExist") return value == nullptr;
  return false;
}

}  // namespace

bool LabelSelector::matches(const Labels& labels) const {
  for (const auto& [key, wanted] : match_labels) {
    const Text* value = labels.find(key);
    if (value == nullptr || !(*value == wanted)) return false;
  }
  for (const LabelSelectorRequirement& need : match_expressions) {
    if (!holds(need, labels)) return false;
  }
  return true;
}

const Type& Condition::type() {
  using T = Condition;
  static const Type t = struct_type<T>(
      "Condition",
      {field("type", &T::type_, kAlways), field("status", &T::status, kAlways),
       field("observedGeneration", &T::observed_generation), field("lastProbeTime", &T::last_probe_time),
       field("lastHeartbeatTime", &T::last_heartbeat_time), field("lastUpdateTime", &T::last_update_time),
       field("lastTransitionTime", &T::last_transition_time), field("reason", &T::reason),
       field("message", &T::message)});
  return t;
}

const Condition* find_condition(const List<Condition>& conditions, std::string_view type) {
  for (const Condition& condition : conditions) {
    if (condition.type_.view() == type) return &condition;
  }
  return nullptr;
}

bool holds(const List<Condition>& conditions, std::string_view type) {
  const Condition* condition = find_condition(conditions, type);
  return condition != nullptr && condition->is_true();
}

bool set_condition(List<Condition>& conditions, Condition wanted, TimePoint now) {
  for (std::size_t i = 0; i < conditions.size(); ++i) {
    const Condition& present = conditions[i];
    if (!(present.type_ == wanted.type_)) continue;
    wanted.last_transition_time = present.status == wanted.status ? present.last_transition_time : now;
    if (present == wanted) return false;
    conditions.edit()[i] = std::move(wanted);
    return true;
  }
  wanted.last_transition_time = now;
  conditions.push_back(std::move(wanted));
  return true;
}

}  // namespace podium
