#include "control-plane/controllers/autoscaling/pod_groups.h"

namespace podium::controllers {

namespace {

// Whether what a pod's cpu was measured to be is about its start rather than its work.
bool cpu_means_nothing(const PodStatus& status, const Sample& sample, const PodAutoscalerOptions& options,
                       TimePoint now) {
  const Condition* ready = find_condition(status.conditions, "Ready");
  if (ready == nullptr || status.start_time == TimePoint{}) return true;
  const bool unready = ready->status == "False";
  if (status.start_time + options.cpu_initialization_period > now)
    return unready || sample.at < ready->last_transition_time + sample.window;
  return unready && status.start_time + options.initial_readiness_delay > ready->last_transition_time;
}

bool counts(const Container& container, const Text& wanted) {
  return wanted.empty() || container.name == wanted;
}

// Adds the requests of containers; the name of the first that has none, or null.
const Text* add_requests(const List<Container>& containers, bool sidecars, const Text& resource,
                         const Text& wanted, std::int64_t& sum) {
  for (const Container& container : containers) {
    if (!counts(container, wanted) || (sidecars && !(container.restart_policy == "Always"))) continue;
    const Quantity* amount = container.resources.requests.find(resource);
    if (amount == nullptr) return &container.name;
    sum += amount->milli_value();
  }
  return nullptr;
}

}  // namespace

PodGroups group_pods(const ScaledPods& pods, const Samples& samples, std::string_view resource,
                     const PodAutoscalerOptions& options, TimePoint now) {
  PodGroups groups;
  for (const Ref<const Pod>& pod : pods) {
    const Text& name = pod->metadata.name;
    const PodStatus& status = pod->status.value();
    const auto sample = samples.find(name);
    if (pod->metadata.deleting() || status.phase == "Failed")
      groups.ignored.insert(name);
    else if (status.phase == "Pending")
      groups.unready.insert(name);
    else if (sample == samples.end())
      groups.missing.insert(name);
    else if (resource == "cpu" && cpu_means_nothing(status, sample->second, options, now))
      groups.unready.insert(name);
    else
      ++groups.ready;
  }
  return groups;
}

Result<std::map<Text, std::int64_t>> requests_of(const ScaledPods& pods, const Text& resource,
                                                 const Text& container) {
  std::map<Text, std::int64_t> requests;
  for (const Ref<const Pod>& pod : pods) {
    const PodSpec& spec = pod->spec.value();
    std::int64_t& sum = requests[pod->metadata.name];
    const Text* lacking = add_requests(spec.containers, false, resource, container, sum);
    if (lacking == nullptr) lacking = add_requests(spec.init_containers, true, resource, container, sum);
    if (lacking != nullptr)
      return Error{ErrorCode::kInvalid, "missing request for " + resource.str() + " in container " +
                                            lacking->str() + " of Pod " + pod->metadata.name.str()};
  }
  return requests;
}

}  // namespace podium::controllers
