// The group that would need the fewest machines.
#include "control-plane/autoscaler/expander.h"

namespace podium::autoscaler {

Expander least_nodes_expander() {
  return {"least-nodes", [](std::vector<Option> options, const Circumstances&) {
            return least(std::move(options),
                         [](const Option& option) { return static_cast<double>(option.nodes); });
          }};
}

}  // namespace podium::autoscaler
