#include "control-plane/objects/kinds/priority_class.h"
#include "control-plane/rules/names.h"
#include "control-plane/rules/rules.h"

namespace podium {
namespace {

constexpr std::int32_t kHighestOfUsers = 1'000'000'000;
constexpr std::string_view kSystemPrefix = "system-";

struct SystemClass {
  std::string_view name;
  std::int32_t value;
};
constexpr SystemClass kSystemClasses[] = {{"system-node-critical", 2'000'001'000},
                                          {"system-cluster-critical", 2'000'000'000}};

void set_defaults(Object& object) {
  auto& priority = static_cast<PriorityClass&>(object);
  if (priority.preemption_policy.empty()) priority.preemption_policy = "PreemptLowerPriority";
}

// A class of the system is one of the known ones, exactly.
void check_system_class(const PriorityClass& priority, FieldErrors& errors) {
  std::string fault = priority.metadata.name.str() + " is not a known system priority class";
  for (const SystemClass& known : kSystemClasses) {
    if (!(priority.metadata.name == known.name)) continue;
    fault.clear();
    if (priority.value != known.value)
      fault = "value of " + std::string(known.name) + " PriorityClass must be " + std::to_string(known.value);
    else if (priority.global_default)
      fault = "globalDefault of " + std::string(known.name) + " PriorityClass must be false";
  }
  if (fault.empty()) return;
  errors.push_back(field_forbidden(
      "metadata.name",
      "priority class names with 'system-' prefix are reserved for system use only. error: " + fault));
}

FieldErrors validate(const Object& object) {
  FieldErrors errors;
  check_metadata(object.metadata, false, NameForm::kSubdomain, errors);
  const auto& priority = static_cast<const PriorityClass&>(object);
  if (priority.metadata.name.view().starts_with(kSystemPrefix)) {
    check_system_class(priority, errors);
  } else if (priority.value > kHighestOfUsers) {
    errors.push_back(
        field_forbidden("value", "maximum allowed value of a user defined priority is 1000000000"));
  }
  const Text& policy = priority.preemption_policy;
  if (!(policy == "PreemptLowerPriority") && !(policy == "Never"))
    errors.push_back(not_supported("preemptionPolicy", policy, {"Never", "PreemptLowerPriority"}));
  return errors;
}

FieldErrors validate_update(const Object& old, const Object& fresh) {
  FieldErrors errors;
  check_metadata(fresh.metadata, false, NameForm::kSubdomain, errors);
  const auto &before = static_cast<const PriorityClass&>(old),
             &after = static_cast<const PriorityClass&>(fresh);
  if (before.value != after.value)
    errors.push_back(field_forbidden("value", "may not be changed in an update."));
  if (!(before.preemption_policy == after.preemption_policy))
    errors.push_back(invalid_text("preemptionPolicy", after.preemption_policy, "field is immutable"));
  return errors;
}

// A class has a generation, which stays 1 because what could count cannot change.
bool nothing_counts(const Object&, const Object&) { return false; }

}  // namespace

const Rules& priority_class_rules() {
  static const Rules rules = {&set_defaults,   &validate,        &validate_update,
                              &nothing_counts, &nothing_to_keep, &nothing_to_keep};
  return rules;
}

}  // namespace podium
