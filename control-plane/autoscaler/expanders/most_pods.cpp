// The group that would let the most pods run.
#include "control-plane/autoscaler/expander.h"

namespace podium::autoscaler {

Expander most_pods_expander() {
  return {"most-pods", [](std::vector<Option> options, const Circumstances&) {
            return least(std::move(options),
                         [](const Option& option) { return -static_cast<double>(option.pods.size()); });
          }};
}

}  // namespace podium::autoscaler
