// A job's pods, sorted by what they mean to it.
#pragma once

#include <map>
#include <vector>

#include "control-plane/controllers/jobs/index_set.h"
#include "control-plane/controllers/jobs/job_pod.h"

namespace podium::controllers {

using Pods = std::vector<Ref<const Pod>>;

struct Census {
  Pods all, active;
  Pods fresh_failed;  // ended, and not in the job's status yet
  std::int32_t ready = 0, terminating = 0;
  // With those that are not in the status yet. Of an indexed job `succeeded` counts indexes.
  std::int32_t succeeded = 0, failed = 0;

  // Of an indexed job.
  IndexSet known;                                  // succeeded ones that its status has
  IndexSet done;                                   // and those of pods that ended since
  IndexSet lost;                                   // failed for good; only with a limit for each index
  std::map<std::int32_t, Ref<const Pod>> waiting;  // the last failure of indexes that are to be tried again
};

// `all`: the pods that it controls.
Census take_census(const Job& job, Pods all);

// The lowest indexes, at most `count`, that have no pod and are not settled.
std::vector<std::int32_t> pending_indexes(const Job& job, const Census& census, std::int32_t count);

}  // namespace podium::controllers
