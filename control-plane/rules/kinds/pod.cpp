#include "control-plane/objects/kinds/pod.h"

#include <algorithm>

#include "control-plane/rules/pod_defaults.h"
#include "control-plane/rules/pod_qos.h"
#include "control-plane/rules/pod_validation.h"
#include "control-plane/rules/typed_rules.h"

namespace podium {
namespace {

void set_defaults(Object& object) {
  auto& pod = static_cast<Pod&>(object);
  default_pod_spec(pod.spec, true);
  const PodStatus& status = pod.status.value();
  if (status.phase.empty()) pod.status.edit().phase = "Pending";
  if (status.qos_class.empty()) pod.status.edit().qos_class = qos_class(*pod.spec);
}

FieldErrors validate(const Object& object) {
  FieldErrors errors;
  check_metadata(object.metadata, true, NameForm::kSubdomain, errors);
  const PodSpec& spec = static_cast<const Pod&>(object).spec.value();
  check_pod_spec(spec, "spec", errors);
  if (!spec.ephemeral_containers.empty())
    errors.push_back(field_forbidden("spec.ephemeralContainers", "cannot be set on create"));
  return errors;
}

// What an update may change is taken over into a copy of the old spec; anything else shows as a difference.
PodSpec allowed_change(const PodSpec& old, const PodSpec& fresh) {
  PodSpec allowed = old;
  const auto images = [](List<Container>& into, const List<Container>& from) {
    for (std::size_t i = 0; i < into.size() && i < from.size(); ++i) {
      if (!(into[i].image == from[i].image)) into.edit()[i].image = from[i].image;
    }
  };
  images(allowed.containers, fresh.containers);
  images(allowed.init_containers, fresh.init_containers);
  const auto &then = old.active_deadline_seconds, &now = fresh.active_deadline_seconds;
  if (now && (!then || *now <= *then)) allowed.active_deadline_seconds = now;
  const bool added = fresh.tolerations.size() >= old.tolerations.size() &&
                     std::equal(old.tolerations.begin(), old.tolerations.end(), fresh.tolerations.begin());
  if (added) allowed.tolerations = fresh.tolerations;
  const bool removed = std::all_of(
      fresh.scheduling_gates.begin(), fresh.scheduling_gates.end(), [&](const SchedulingGate& gate) {
        return std::find(old.scheduling_gates.begin(), old.scheduling_gates.end(), gate) !=
               old.scheduling_gates.end();
      });
  if (removed) allowed.scheduling_gates = fresh.scheduling_gates;
  if (old.termination_grace_period_seconds.value_or(0) < 0 && fresh.termination_grace_period_seconds == 1) {
    allowed.termination_grace_period_seconds = 1;
  }
  return allowed;
}

// Status writes, by far the most frequent, share what a client may set: they need no check.
bool same_metadata(const ObjectMeta& before, const ObjectMeta& after) {
  return before.labels.identity() == after.labels.identity() &&
         before.annotations.identity() == after.annotations.identity() &&
         before.owner_references.identity() == after.owner_references.identity();
}

FieldErrors validate_update(const Object& old, const Object& fresh) {
  const auto &before = static_cast<const Pod&>(old), &after = static_cast<const Pod&>(fresh);
  FieldErrors errors;
  if (!same_metadata(before.metadata, after.metadata))
    check_metadata(after.metadata, true, NameForm::kSubdomain, errors);
  if (before.spec == after.spec) return errors;
  check_pod_spec(after.spec.value(), "spec", errors);
  if (!(allowed_change(before.spec.value(), after.spec.value()) == after.spec.value())) {
    errors.push_back(field_forbidden(
        "spec",
        "pod updates may not change fields other than "
        "`spec.containers[*].image`,`spec.initContainers[*].image`,"
        "`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),"
        "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)"));
  }
  return errors;
}

}  // namespace

const Rules& pod_rules() {
  static const Rules rules = {&set_defaults,        &validate,         &validate_update, &spec_differs<Pod>,
                              &keep_status_of<Pod>, &keep_spec_of<Pod>};
  return rules;
}

}  // namespace podium
