#include "control-plane/rules/admission/priority.h"

#include "tests/control-plane/rules/make.h"

using namespace podium;

namespace {

Ref<PriorityClass> made(const char* name, std::int32_t value, bool global = false) {
  auto priority = make_ref<PriorityClass>();
  priority->metadata.name = name;
  priority->value = value;
  priority->global_default = global;
  priority->preemption_policy = "Never";
  return priority;
}

struct Admitted {
  std::string fault;
  PodSpec spec;
};

Admitted admit(const std::string& spec, const PriorityClasses& classes) {
  const Ref<Object> object = make::defaulted(make::pod("", spec));
  Pod& pod = static_cast<Pod&>(*object);
  std::string fault = admit_priority(pod, classes);
  return {fault, pod.spec.value()};
}

}  // namespace

TEST_CASE("A pod's priority is that of its class, else of the default class, else 0") {
  const Admitted named = admit("priorityClassName: high", {made("high", 1000)});
  CHECK(named.spec.priority == 1000);
  CHECK(named.spec.preemption_policy == "Never");
  const Admitted silent = admit("", {made("b", 20, true), made("a", 10, true)});
  CHECK(silent.spec.priority == 10);
  CHECK(silent.spec.priority_class_name == "a");
  const Admitted none = admit("", {made("high", 1000)});
  CHECK(none.spec.priority == 0);
  CHECK(none.spec.preemption_policy == "PreemptLowerPriority");
  CHECK(none.spec.priority_class_name.empty());
}

TEST_CASE("The system's classes are known without being stored, and valid") {
  CHECK(admit("priorityClassName: system-node-critical", {}).spec.priority == 2000001000);
  CHECK(admit("priorityClassName: system-cluster-critical", {}).spec.priority == 2000000000);
  for (const auto& priority : system_priority_classes())
    CHECK(rules_of(PriorityClass::info()).validate(*priority).empty());
}

TEST_CASE("A pod may not name an unknown class, or a number that is not its class's") {
  CHECK(admit("priorityClassName: none", {}).fault == "no PriorityClass with name none was found");
  CHECK(admit("priority: 5", {}).fault ==
        "the integer value of priority (5) must not be provided in pod spec; priority admission controller "
        "computed 0 from the given PriorityClass name");
  CHECK(admit("preemptionPolicy: Never", {}).fault ==
        "the string value of PreemptionPolicy (Never) must not be provided in pod spec; priority admission "
        "controller computed PreemptLowerPriority from the given PriorityClass name");
  CHECK(admit("priority: 0", {}).fault == "");
}

TEST_CASE("Only one class is the default") {
  const PriorityClasses classes = {made("a", 1, true), made("b", 2)};
  CHECK(global_default_fault(*made("c", 3, true), classes) ==
        "PriorityClass a is already marked as default. Only one default can exist");
  CHECK(global_default_fault(*made("a", 3, true), classes) == "");
  CHECK(global_default_fault(*made("c", 3), classes) == "");
}
