// What the Job controller reads off a pod, and writes on it.
#pragma once

#include "control-plane/controllers/framework/snapshot.h"
#include "control-plane/objects/kinds/job.h"
#include "control-plane/objects/kinds/pod.h"

namespace podium::controllers {

// A finalizer: holds a pod until its end is counted in the job's status.
inline constexpr std::string_view kTracking = "batch.kubernetes.io/job-tracking";
// A label and an annotation.
inline constexpr std::string_view kCompletionIndex = "batch.kubernetes.io/job-completion-index";
// Annotations of pods with a limit for each index: what came before them under the same index.
inline constexpr std::string_view kIndexFailures = "batch.kubernetes.io/job-index-failure-count",
                                  kIndexIgnored = "batch.kubernetes.io/job-index-ignored-failure-count";

bool is_tracked(const Pod& pod);
Ref<Pod> untracked(const Pod& pod);

// -1 if it has none below `completions`.
std::int32_t completion_index(const Pod& pod, std::int32_t completions);
std::int32_t index_failures(const Pod& pod);
std::int32_t index_ignored(const Pod& pod);

// A pod that is being deleted counts as failed at once, for it may never get to say so; unless only what has
// failed is to be replaced.
bool only_failed_are_replaced(const JobSpec& spec);
bool is_failed(const Pod& pod, const JobSpec& spec);

// When its last container ended; failing that, when it ceased to be ready, was deleted, or was created
// (backoff_utils.go, getFinishedTime).
TimePoint finished_at(const Pod& pod);
// Of all its containers.
std::int32_t restarts(const Pod& pod);

// Tracked pods by job_of(namespace, job's name), and tracked ones without a controller by their namespace.
extern const Index kTrackedPods, kStrayPods;
extern const Index kJobsByNamespace;
Text job_of(const Text& namespace_, const Text& job);

}  // namespace podium::controllers
