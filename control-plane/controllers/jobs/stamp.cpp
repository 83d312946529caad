#include "control-plane/controllers/jobs/stamp.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "control-plane/controllers/jobs/failure_policy.h"
#include "control-plane/controllers/pods/pod_state.h"

namespace podium::controllers {

namespace {

constexpr std::size_t kLongestGeneratedBase = 58;  // 63 less the suffix
constexpr const char* kIndexVariable = "JOB_COMPLETION_INDEX";

Ref<Pod> stamp(const Job& job) {
  Ref<Pod> pod = stamped(job.spec.value().template_.value(), job);
  if (!is_tracked(*pod)) pod->metadata.finalizers.push_back(kTracking);
  pod->metadata.generate_name = job.metadata.name.str() + "-";
  return pod;
}

void add_index_variable(List<Container>& containers) {
  EnvVar variable;
  variable.name = kIndexVariable;
  const std::string label = "metadata.labels['" + std::string(kCompletionIndex) + "']";
  nlohmann::json source = {{"fieldRef", {{"apiVersion", "v1"}, {"fieldPath", label}}}};
  variable.value_from = Tree(std::move(source));
  for (std::size_t i = 0; i < containers.size(); ++i) {
    const auto same = [](const EnvVar& present) { return present.name == kIndexVariable; };
    if (std::ranges::none_of(containers[i].env, same)) containers.edit()[i].env.push_back(variable);
  }
}

// A long job name gives way to the index.
std::string generated_base(const Job& job, const std::string& index) {
  const std::string tail = "-" + index + "-";
  return job.metadata.name.str().substr(0, kLongestGeneratedBase - tail.size()) + tail;
}

void count_failures(const JobSpec& spec, const Pod* replaced, Labels& annotations) {
  std::int32_t failures = 0, ignored = 0;
  if (replaced != nullptr) {
    const bool counts = match_failure(spec, *replaced).counts();
    failures = index_failures(*replaced) + (counts ? 1 : 0);
    ignored = index_ignored(*replaced) + (counts ? 0 : 1);
  }
  annotations.set(kIndexFailures, std::to_string(failures));
  if (ignored > 0) annotations.set(kIndexIgnored, std::to_string(ignored));
}

}  // namespace

Ref<const Pod> plain_pod(const Job& job) { return stamp(job); }

IndexedStamp::IndexedStamp(const Job& job) : job_(job), common_(stamp(job)) {
  PodSpec& spec = common_->spec.edit();
  add_index_variable(spec.containers);
  add_index_variable(spec.init_containers);
}

Ref<const Pod> IndexedStamp::pod(std::int32_t index, const Pod* replaced) const {
  const std::string number = std::to_string(index);
  Ref<Pod> pod = copy(*common_);
  pod->metadata.generate_name = generated_base(job_, number);
  pod->metadata.labels.set(kCompletionIndex, number);
  pod->metadata.annotations.set(kCompletionIndex, number);
  pod->spec.edit().hostname = job_.metadata.name.str() + "-" + number;
  if (job_.spec.value().backoff_limit_per_index)
    count_failures(job_.spec.value(), replaced, pod->metadata.annotations);
  return pod;
}

}  // namespace podium::controllers
