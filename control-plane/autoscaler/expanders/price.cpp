// The group whose machines cost the least for what the pods are worth, machines of a size that suits the
// cluster preferred. Source: expander/price/price.go of cluster-autoscaler 1.33.
#include <algorithm>
#include <cmath>

#include "control-plane/autoscaler/expander.h"

namespace podium::autoscaler {
namespace {

constexpr double kGibibyte = 1LL << 30;

double worth(double cores, double gibibytes, const PodPrices& prices) {
  return cores * prices.cpu + gibibytes * prices.gibibyte;
}

// The larger the cluster, the larger machines should be.
double preferred_cores(int cluster_nodes) {
  constexpr std::pair<int, double> kSizes[] = {{2, 1}, {6, 2}, {20, 4}, {60, 8}, {200, 16}};
  for (const auto& [nodes, cores] : kSizes)
    if (cluster_nodes <= nodes) return cores;
  return 32;
}

// How many times too large or too small a machine is. Matters the less, the more of them come.
double unfitness(const Option& option, const Circumstances& circumstances) {
  const double preferred = preferred_cores(circumstances.cluster_nodes);
  const double cores = static_cast<double>(option.candidate->group.shape.cpu_milli) / 1000;
  const double times = std::max(preferred / cores, cores / preferred);
  return (times - 1) * (1 - std::tanh((option.nodes - 1) / 15.0)) + 1;
}

}  // namespace

Expander price_expander() {
  return {"price", [](std::vector<Option> options, const Circumstances& circumstances) {
            const PodPrices& prices = circumstances.pod_prices;
            // A pod of average size: keeps small sums from looking much dearer than others.
            const double average = worth(0.5, 0.5, prices);
            return least(std::move(options), [&](const Option& option) {
              const Demand demand = demand_of(option);
              const double pods = worth(static_cast<double>(demand.cpu_milli) / 1000,
                                        static_cast<double>(demand.memory) / kGibibyte, prices);
              const double nodes = static_cast<double>(option.candidate->group.shape.price) * option.nodes;
              return unfitness(option, circumstances) * (nodes + average) / (pods + average);
            });
          }};
}

}  // namespace podium::autoscaler
