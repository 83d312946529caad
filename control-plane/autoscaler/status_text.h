// What the autoscaler says of itself in the ConfigMap cluster-autoscaler-status.
// Source: clusterstate/api/types.go of cluster-autoscaler 1.33.
#pragma once

#include <map>
#include <string>

#include "control-plane/autoscaler/group_states.h"

namespace podium::autoscaler {

class StatusText {
 public:
  // The status as it is now, in YAML. `candidates`: nodes that may be given up, by group.
  std::string write(const GroupStates& states, const CloudProvider& cloud,
                    const std::map<std::string, int>& candidates, TimePoint now);

  // "2025-01-01 00:00:10.5 +0000 UTC": of the annotation with the time of the last update.
  static std::string time(TimePoint at);

 private:
  struct Known {
    std::string status;
    TimePoint since{};
  };
  // "status: S", or with the two times of a condition; `what` tells conditions apart.
  std::string times(const std::string& what, const std::string& status, const std::string& indent,
                    TimePoint now);

  std::map<std::string, Known> known_;
};

}  // namespace podium::autoscaler
