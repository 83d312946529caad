#include "control-plane/controllers/pods/pod_state.h"

namespace podium::controllers {

TimePoint ready_since(const Pod& pod) {
  const Condition* ready = find_condition(pod.status.value().conditions, "Ready");
  if (ready == nullptr || !ready->is_true()) return TimePoint{};
  // A pod that claims readiness without saying since when has been ready for ever.
  return ready->last_transition_time == TimePoint{} ? TimePoint{Duration{1}} : ready->last_transition_time;
}

TimePoint available_at(const Pod& pod, Duration min_ready) {
  const TimePoint since = ready_since(pod);
  return since == TimePoint{} ? kForever : since + min_ready;
}

Ref<Pod> stamped(const PodTemplateSpec& stamp, const Object& owner) {
  Ref<Pod> pod = make_ref<Pod>();
  if (stamp.metadata) {
    pod->metadata.labels = stamp.metadata->labels;
    pod->metadata.annotations = stamp.metadata->annotations;
    pod->metadata.finalizers = stamp.metadata->finalizers;
  }
  pod->metadata.namespace_ = owner.metadata.namespace_;
  pod->metadata.owner_references = {controller_reference(owner)};
  pod->spec = stamp.spec;
  return pod;
}

Ref<Pod> disrupted(const Pod& pod, std::string_view reason, std::string_view message, TimePoint now) {
  Ref<Pod> changed = copy(pod);
  Condition target;
  target.type_ = "DisruptionTarget";
  target.status = "True";
  target.reason = reason;
  target.message = message;
  set_condition(changed->status.edit().conditions, std::move(target), now);
  return changed;
}

Text controller_uid(const Object& object) {
  const OwnerReference* owner = object.metadata.controller();
  return owner == nullptr ? Text() : owner->uid;
}

}  // namespace podium::controllers
