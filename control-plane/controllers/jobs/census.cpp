#include "control-plane/controllers/jobs/census.h"

#include <algorithm>

#include "control-plane/controllers/jobs/failure_policy.h"
#include "control-plane/controllers/pods/pod_state.h"

namespace podium::controllers {

namespace {

bool listed(const List<Text>& uids, const Pod& pod) {
  return std::ranges::find(uids, pod.metadata.uid) != uids.end();
}

// Not in the status yet, and of an index that the job has.
bool is_fresh(const JobSpec& spec, const List<Text>& uncounted, const Pod& pod) {
  if (!is_tracked(pod) || listed(uncounted, pod)) return false;
  return !spec.indexed() || completion_index(pod, spec.completions.value_or(0)) >= 0;
}

// No pod of that index shall come after this one.
bool gives_up(const JobSpec& spec, const Pod& pod) {
  if (!is_failed(pod, spec)) return false;
  const FailureMatch match = match_failure(spec, pod);
  return match.action == FailureMatch::Action::kFailIndex ||
         (match.counts() && index_failures(pod) >= spec.backoff_limit_per_index.value_or(0));
}

// An index's last failed pod keeps its count of failures until the next pod has it.
void keep_last(Census& census, std::int32_t index, const Ref<const Pod>& pod) {
  const auto [at, is_new] = census.waiting.try_emplace(index, pod);
  if (is_new) return;
  const auto total = [](const Pod& p) { return index_failures(p) + index_ignored(p); };
  if (total(*at->second) <= total(*pod) && finished_at(*at->second) <= finished_at(*pod)) at->second = pod;
}

void judge_indexes(const Job& job, Census& census) {
  const JobSpec& spec = job.spec.value();
  const JobStatus& status = job.status.value();
  const std::int32_t completions = spec.completions.value_or(0);
  census.known = census.done = IndexSet::parse(status.completed_indexes, completions);
  for (const Ref<const Pod>& pod : census.all) {
    const std::int32_t index = completion_index(*pod, completions);
    if (index >= 0 && is_tracked(*pod) && pod->status.value().phase == "Succeeded") census.done.insert(index);
  }
  census.succeeded = census.done.size();
  if (!spec.backoff_limit_per_index) return;
  census.lost = IndexSet::parse(status.failed_indexes, completions);
  // What the end of the job has stopped has not failed by itself.
  const bool over = find_condition(status.conditions, "FailureTarget") != nullptr;
  IndexSet active;
  for (const Ref<const Pod>& pod : census.all) {
    const std::int32_t index = completion_index(*pod, completions);
    const bool stopped = over && !is_terminal(*pod);
    if (index >= 0 && is_tracked(*pod) && !stopped && gives_up(spec, *pod)) census.lost.insert(index);
    if (index >= 0 && is_active(*pod)) active.insert(index);
  }
  for (const Ref<const Pod>& pod : census.fresh_failed) {
    const std::int32_t index = completion_index(*pod, completions);
    if (!census.done.has(index) && !census.lost.has(index) && !active.has(index))
      keep_last(census, index, pod);
  }
}

}  // namespace

Census take_census(const Job& job, Pods all) {
  const JobSpec& spec = job.spec.value();
  const JobStatus& status = job.status.value();
  const UncountedTerminatedPods& uncounted = status.uncounted_terminated_pods.value();
  Census census;
  census.all = std::move(all);
  census.succeeded = status.succeeded + static_cast<std::int32_t>(uncounted.succeeded.size());
  census.failed = status.failed + static_cast<std::int32_t>(uncounted.failed.size());
  for (const Ref<const Pod>& pod : census.all) {
    if (is_active(*pod)) {
      census.active.push_back(pod);
      census.ready += is_ready(*pod);
    } else if (pod->metadata.deleting() && !is_terminal(*pod)) {
      ++census.terminating;
    }
    if (pod->status.value().phase == "Succeeded" && is_fresh(spec, uncounted.succeeded, *pod))
      ++census.succeeded;
    if (!is_failed(*pod, spec) || !is_fresh(spec, uncounted.failed, *pod)) continue;
    census.fresh_failed.push_back(pod);
    census.failed += match_failure(spec, *pod).counts();
  }
  if (spec.indexed()) judge_indexes(job, census);
  return census;
}

std::vector<std::int32_t> pending_indexes(const Job& job, const Census& census, std::int32_t count) {
  const JobSpec& spec = job.spec.value();
  const std::int32_t completions = spec.completions.value_or(0);
  IndexSet taken;
  for (const Ref<const Pod>& pod : census.all) {
    const bool lingers = pod->metadata.deleting() && !is_terminal(*pod) && only_failed_are_replaced(spec);
    const std::int32_t index = completion_index(*pod, completions);
    if (index >= 0 && (is_active(*pod) || lingers)) taken.insert(index);
  }
  std::vector<std::int32_t> pending;
  for (std::int32_t i = 0; i < completions && static_cast<std::int32_t>(pending.size()) < count; ++i) {
    if (!taken.has(i) && !census.done.has(i) && !census.lost.has(i)) pending.push_back(i);
  }
  return pending;
}

}  // namespace podium::controllers
