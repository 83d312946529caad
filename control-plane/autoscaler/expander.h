// Which group shall grow, if several could? A file of expanders/ is one way to choose.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "control-plane/autoscaler/node_template.h"
#include "control-plane/autoscaler/options.h"
#include "runtime/env/random.h"

namespace podium::autoscaler {

// A group that may grow, and by what.
struct GroupCandidate {
  MachineGroup group;
  int target = 0;  // machines it has or awaits
  NodeTemplate made;
};

struct Option {
  const GroupCandidate* candidate = nullptr;
  int nodes = 0;
  std::vector<Ref<const Pod>> pods;  // that would run on them
};

// What is known beside the options.
struct Circumstances {
  int cluster_nodes = 0;
  PodPrices pod_prices;
  std::map<int, std::vector<std::string>> priorities;  // to expressions for groups' names
};

// A file exports `Expander <stem>_expander()`.
struct Expander {
  std::string_view name;  // "least-waste"
  // Those of the options that are best. REQUIRES: at least one; returns at least one.
  std::vector<Option> (*best)(std::vector<Option> options, const Circumstances& circumstances);
};

// By name; null if there is none.
const Expander* find_expander(std::string_view name);
std::vector<std::string> expander_names();

// Sends the options through a chain of expanders; what is left over in the end, chance decides.
// REQUIRES: at least one option; the names of expanders.
Option choose(std::vector<Option> options, const std::vector<std::string>& chain,
              const Circumstances& circumstances, Random& random);

// The options with the least score, in their order.
template <class Score>
std::vector<Option> least(std::vector<Option> options, Score score) {
  std::vector<Option> best;
  double lowest = 0;
  for (Option& option : options) {
    const double value = score(option);
    if (!best.empty() && value > lowest) continue;
    if (best.empty() || value < lowest) best.clear();
    lowest = value;
    best.push_back(std::move(option));
  }
  return best;
}

// What the option's pods ask for together.
struct Demand {
  std::int64_t cpu_milli = 0, memory = 0;
};
Demand demand_of(const Option& option);

}  // namespace podium::autoscaler
