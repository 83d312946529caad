#include "control-plane/controllers/jobs/replace.h"

#include <algorithm>

#include "control-plane/controllers/jobs/stamp.h"
#include "control-plane/controllers/jobs/verdict.h"
#include "control-plane/controllers/pods/deletion_rank.h"

namespace podium::controllers {

namespace {

PodWork give_up(const Job& job, const Pods& pods) {
  PodWork work;
  for (const Ref<const Pod>& pod : pods) {
    work.step.actions.push_back(remove(*pod).telling(ObjectRef::share(&job),
                                                     {"SuccessfulDelete", "Deleted pod: ", true},
                                                     {"FailedDelete", "Error deleting: ", true}));
  }
  work.gone = static_cast<std::int32_t>(pods.size());
  return work;
}

std::int32_t wanted(const JobSpec& spec, const Census& census) {
  const std::int32_t parallelism = spec.parallelism.value_or(1);
  // Without a number of completions one success ends it: the others may finish, and none is added.
  if (!spec.completions)
    return census.succeeded > 0 ? static_cast<std::int32_t>(census.active.size()) : parallelism;
  return std::max(std::min(parallelism, *spec.completions - census.succeeded), 0);
}

// Takes out of `pods` those of an index that the job does not have (any more), and all but one of those of
// the same index.
Pods misnumbered(const JobSpec& spec, Pods& pods, TimePoint now) {
  std::map<std::int32_t, Pods> by_index;
  for (const Ref<const Pod>& pod : pods)
    by_index[completion_index(*pod, spec.completions.value_or(0))].push_back(pod);
  Pods surplus, kept;
  for (auto& [index, same] : by_index) {
    if (index >= 0 && same.size() == 1) {
      kept.push_back(same.front());
      continue;
    }
    const std::size_t spare = same.size() - (index < 0 ? 0 : 1);
    const Pods rest = first_to_delete(same, {}, spare, now);
    for (const Ref<const Pod>& pod : same) {
      (std::ranges::find(rest, pod) == rest.end() ? kept : surplus).push_back(pod);
    }
  }
  pods = std::move(kept);
  return surplus;
}

Pods surplus_pods(const JobSpec& spec, const Census& census, std::int32_t at_least, TimePoint now) {
  Pods left = census.active;
  Pods surplus = spec.indexed() ? misnumbered(spec, left, now) : Pods();
  const std::int32_t missing = at_least - static_cast<std::int32_t>(surplus.size());
  if (missing <= 0) return surplus;
  const Pods first = first_to_delete(std::move(left), {}, static_cast<std::size_t>(missing), now);
  surplus.insert(surplus.end(), first.begin(), first.end());
  return surplus;
}

void add(PodWork& work, const Job& job, const Ref<const Pod>& pod) {
  work.step.actions.push_back(create(pod).telling(ObjectRef::share(&job),
                                                  {"SuccessfulCreate", "Created pod: ", true},
                                                  {"FailedCreate", "Error creating: ", true}));
  ++work.made;
}

PodWork grow_indexed(const Job& job, const Census& census, std::int32_t count, const JobOptions& options,
                     TimePoint now) {
  PodWork work;
  const IndexedStamp stamp(job);
  for (const std::int32_t index : pending_indexes(job, census, count)) {
    const auto last = census.waiting.find(index);
    const Pod* failed = last == census.waiting.end() ? nullptr : last->second.get();
    if (failed != nullptr) {
      const std::int32_t failures = index_failures(*failed) + index_ignored(*failed) + 1;
      const TimePoint due = retry_at(options.retry, failures, finished_at(*failed));
      if (due > now) {
        work.wake_at = std::min(work.wake_at, due);
        continue;
      }
    }
    add(work, job, stamp.pod(index, failed));
  }
  return work;
}

PodWork grow(const Job& job, const Census& census, const FailureRecord& record, std::int32_t count,
             const JobOptions& options, TimePoint now) {
  PodWork work;
  const JobSpec& spec = job.spec.value();
  if (!spec.backoff_limit_per_index) {
    const TimePoint due = retry_at(options.retry, record.failures, record.last_failure);
    if (due > now) {
      work.wake_at = due;
      return work;
    }
  }
  if (spec.indexed()) {
    work = grow_indexed(job, census, count, options, now);
  } else {
    const Ref<const Pod> pod = plain_pod(job);
    for (std::int32_t i = 0; i < count; ++i) add(work, job, pod);
  }
  work.step.slow_start = true;
  return work;
}

}  // namespace

PodWork stop_all(const Job& job, const Census& census) { return give_up(job, census.active); }

PodWork keep_running(const Job& job, const Census& census, const FailureRecord& record,
                     const JobOptions& options, TimePoint now) {
  const JobSpec& spec = job.spec.value();
  if (is_suspended(spec)) return give_up(job, census.active);
  const auto active = static_cast<std::int32_t>(census.active.size());
  const std::int32_t want = wanted(spec, census);
  Pods surplus = surplus_pods(spec, census, std::max(active - want, 0), now);
  if (!surplus.empty()) {
    surplus.resize(std::min(surplus.size(), static_cast<std::size_t>(options.burst)));
    return give_up(job, surplus);
  }
  const std::int32_t lingering = only_failed_are_replaced(spec) ? census.terminating : 0;
  const std::int32_t missing = std::min(want - lingering - active, options.burst);
  return missing > 0 ? grow(job, census, record, missing, options, now) : PodWork();
}

}  // namespace podium::controllers
