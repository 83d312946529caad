// What an autoscaler remembers from one look to the next. As in kube-controller-manager it is in memory only:
// a new leader begins anew.
#pragma once

#include <vector>

#include "control-plane/controllers/framework/controller.h"

namespace podium::controllers {

struct AutoscalerMemory final : Memory {
  struct Recommendation {
    std::int32_t replicas = 0;
    TimePoint at{};
  };
  struct Scaling {
    std::int32_t replicas = 0;  // how many more or fewer
    TimePoint at{};
  };

  Text uid;                                     // of the autoscaler that it is about
  std::vector<Recommendation> recommendations;  // in the order of their time
  std::vector<Scaling> ups, downs;
};

}  // namespace podium::controllers
