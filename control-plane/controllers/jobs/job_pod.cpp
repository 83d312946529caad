#include "control-plane/controllers/jobs/job_pod.h"

#include <algorithm>
#include <charconv>

namespace podium::controllers {

namespace {

// The number under an annotation; `otherwise` if there is none.
std::int32_t annotated(const Pod& pod, std::string_view key, std::int32_t otherwise) {
  const Text* text = pod.metadata.annotations.find(key);
  if (text == nullptr) return otherwise;
  const std::string_view view = text->view();
  std::int32_t value = 0;
  const auto [end, error] = std::from_chars(view.data(), view.data() + view.size(), value);
  return error == std::errc() && end == view.data() + view.size() && value >= 0 ? value : otherwise;
}

// Not set while a container runs or has not run.
TimePoint containers_finished(const PodStatus& status) {
  TimePoint last{};
  for (const ContainerStatus& container : status.container_statuses) {
    const ContainerStateTerminated* ended = container.state.terminated.get();
    if (ended == nullptr || ended->finished_at == TimePoint{}) return {};
    last = std::max(last, ended->finished_at);
  }
  return last;
}

Text tracked_of(const Object& object) {
  const auto& pod = static_cast<const Pod&>(object);
  const OwnerReference* owner = pod.metadata.controller();
  if (owner == nullptr || !(owner->kind == "Job") || !is_tracked(pod)) return {};
  return job_of(pod.metadata.namespace_, owner->name);
}

Text stray_in(const Object& object) {
  const auto& pod = static_cast<const Pod&>(object);
  return pod.metadata.controller() == nullptr && is_tracked(pod) ? pod.metadata.namespace_ : Text();
}

Text namespace_of(const Object& object) { return object.metadata.namespace_; }

}  // namespace

bool is_tracked(const Pod& pod) {
  const List<Text>& finalizers = pod.metadata.finalizers;
  return std::find(finalizers.begin(), finalizers.end(), kTracking) != finalizers.end();
}

Ref<Pod> untracked(const Pod& pod) {
  Ref<Pod> free = copy(pod);
  std::erase_if(free->metadata.finalizers.edit(), [](const Text& name) { return name == kTracking; });
  return free;
}

std::int32_t completion_index(const Pod& pod, std::int32_t completions) {
  const std::int32_t index = annotated(pod, kCompletionIndex, -1);
  return index < completions ? index : -1;
}

std::int32_t index_failures(const Pod& pod) { return annotated(pod, kIndexFailures, 0); }
std::int32_t index_ignored(const Pod& pod) { return annotated(pod, kIndexIgnored, 0); }

bool only_failed_are_replaced(const JobSpec& spec) {
  return spec.pod_replacement_policy == "Failed" || spec.pod_failure_policy;
}

bool is_failed(const Pod& pod, const JobSpec& spec) {
  const Text& phase = pod.status.value().phase;
  if (phase == "Failed") return true;
  return pod.metadata.deleting() && !(phase == "Succeeded") && !only_failed_are_replaced(spec);
}

TimePoint finished_at(const Pod& pod) {
  const PodStatus& status = pod.status.value();
  if (const TimePoint ended = containers_finished(status); ended != TimePoint{}) return ended;
  const Condition* ready = find_condition(status.conditions, "Ready");
  if (ready != nullptr && ready->status == "False" && ready->last_transition_time != TimePoint{})
    return ready->last_transition_time;
  if (pod.metadata.deleting())
    return pod.metadata.deletion_timestamp -
           std::chrono::seconds(pod.metadata.deletion_grace_period_seconds.value_or(0));
  return pod.metadata.creation_timestamp;
}

std::int32_t restarts(const Pod& pod) {
  const PodStatus& status = pod.status.value();
  std::int32_t count = 0;
  for (const ContainerStatus& container : status.init_container_statuses) count += container.restart_count;
  for (const ContainerStatus& container : status.container_statuses) count += container.restart_count;
  return count;
}

Text job_of(const Text& namespace_, const Text& job) { return namespace_.str() + "/" + job; }

const Index kTrackedPods{&Pod::info, &tracked_of};
const Index kStrayPods{&Pod::info, &stray_in};
const Index kJobsByNamespace{&Job::info, &namespace_of};

}  // namespace podium::controllers
