// The group of whose new machines the least part would lie idle: of cpu and of memory, added.
#include "control-plane/autoscaler/expander.h"

namespace podium::autoscaler {
namespace {

double idle(std::int64_t wanted, std::int64_t each, int nodes) {
  const double there = static_cast<double>(each) * nodes;
  return there <= 0 ? 0 : (there - static_cast<double>(wanted)) / there;
}

double waste(const Option& option) {
  const ResourceList& capacity = option.candidate->made.node->status.value().capacity;
  const Demand demand = demand_of(option);
  return idle(demand.cpu_milli, capacity.get("cpu").milli_value(), option.nodes) +
         idle(demand.memory, capacity.get("memory").value(), option.nodes);
}

}  // namespace

Expander least_waste_expander() {
  return {"least-waste",
          [](std::vector<Option> options, const Circumstances&) { return least(std::move(options), waste); }};
}

}  // namespace podium::autoscaler
