#include "control-plane/rules/admission/priority.h"

namespace podium {
namespace {

constexpr const char* kPreempts = "PreemptLowerPriority";

Ref<PriorityClass> system_class(const char* name, std::int32_t value, const char* description) {
  auto made = make_ref<PriorityClass>();
  made->metadata.name = name;
  made->value = value;
  made->description = description;
  made->preemption_policy = kPreempts;
  return made;
}

// Made once: pods of the system's classes are admitted without making them anew.
const std::vector<Ref<PriorityClass>>& known_to_all() {
  static const std::vector<Ref<PriorityClass>> classes = {
      system_class("system-node-critical", 2'000'001'000,
                   "Used for system critical pods that must not be moved from their current node."),
      system_class("system-cluster-critical", 2'000'000'000,
                   "Used for system critical pods that must run in the cluster, but can be moved to another "
                   "node if necessary.")};
  return classes;
}

const PriorityClass* find_class(const Text& name, const PriorityClasses& classes) {
  for (const auto& known : classes) {
    if (known->metadata.name == name) return known.get();
  }
  for (const auto& known : known_to_all()) {
    if (known->metadata.name == name) return known.get();
  }
  return nullptr;
}

// The one with the smallest value, if races made several.
const PriorityClass* default_class(const PriorityClasses& classes) {
  const PriorityClass* least = nullptr;
  for (const auto& candidate : classes) {
    if (candidate->global_default && (least == nullptr || candidate->value < least->value))
      least = candidate.get();
  }
  return least;
}

}  // namespace

std::vector<Ref<PriorityClass>> system_priority_classes() {
  std::vector<Ref<PriorityClass>> made;
  for (const auto& known : known_to_all()) made.push_back(copy(*known));
  return made;
}

std::string admit_priority(Pod& pod, const PriorityClasses& classes) {
  const PodSpec& given = pod.spec.value();
  const bool named = !given.priority_class_name.empty();
  const PriorityClass* found =
      named ? find_class(given.priority_class_name, classes) : default_class(classes);
  if (named && found == nullptr)
    return "no PriorityClass with name " + given.priority_class_name.str() + " was found";
  const std::int32_t priority = found == nullptr ? 0 : found->value;
  const bool silent = found == nullptr || found->preemption_policy.empty();
  const Text policy = silent ? Text(kPreempts) : found->preemption_policy;
  if (given.priority && *given.priority != priority) {
    return "the integer value of priority (" + std::to_string(*given.priority) +
           ") must not be provided in pod spec; priority admission controller computed " +
           std::to_string(priority) + " from the given PriorityClass name";
  }
  if (!given.preemption_policy.empty() && !(given.preemption_policy == policy)) {
    return "the string value of PreemptionPolicy (" + given.preemption_policy.str() +
           ") must not be provided in pod spec; priority admission controller computed " + policy.str() +
           " from the given PriorityClass name";
  }
  PodSpec& spec = pod.spec.edit();
  spec.priority = priority;
  spec.preemption_policy = policy;
  if (found != nullptr) spec.priority_class_name = found->metadata.name;
  return "";
}

std::string global_default_fault(const PriorityClass& fresh, const PriorityClasses& classes) {
  if (!fresh.global_default) return "";
  const PriorityClass* present = default_class(classes);
  if (present == nullptr || present->metadata.name == fresh.metadata.name) return "";
  return "PriorityClass " + present->metadata.name.str() +
         " is already marked as default. Only one default can exist";
}

}  // namespace podium
