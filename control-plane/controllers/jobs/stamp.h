// A job's pods, made of its template.
#pragma once

#include "control-plane/controllers/jobs/job_pod.h"

namespace podium::controllers {

Ref<const Pod> plain_pod(const Job& job);

// Pods that know their index: by a label, an annotation, the variable JOB_COMPLETION_INDEX and their host
// name.
class IndexedStamp {
 public:
  explicit IndexedStamp(const Job& job);  // outlives it

  // `replaced`: the failed pod of the same index that it follows, where failures count for each index.
  Ref<const Pod> pod(std::int32_t index, const Pod* replaced) const;

 private:
  const Job& job_;
  Ref<Pod> common_;
};

}  // namespace podium::controllers
