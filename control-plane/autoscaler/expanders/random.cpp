// All are equally good.
#include "control-plane/autoscaler/expander.h"

namespace podium::autoscaler {

Expander random_expander() {
  return {"random", [](std::vector<Option> options, const Circumstances&) { return options; }};
}

}  // namespace podium::autoscaler
