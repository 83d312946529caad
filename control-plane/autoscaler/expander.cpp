#include "control-plane/autoscaler/expander.h"

#include "control-plane/scheduler/pod_request.h"

namespace podium::autoscaler {

#define X(stem) Expander stem##_expander();
#include "control-plane/autoscaler/expanders/all.inc"
#undef X

namespace {

const std::vector<Expander>& expanders() {
  static const std::vector<Expander> all = [] {
    std::vector<Expander> collected;
#define X(stem) collected.push_back(stem##_expander());
#include "control-plane/autoscaler/expanders/all.inc"
#undef X
    return collected;
  }();
  return all;
}

}  // namespace

const Expander* find_expander(std::string_view name) {
  for (const Expander& expander : expanders())
    if (expander.name == name) return &expander;
  return nullptr;
}

std::vector<std::string> expander_names() {
  std::vector<std::string> names;
  for (const Expander& expander : expanders()) names.emplace_back(expander.name);
  return names;
}

Option choose(std::vector<Option> options, const std::vector<std::string>& chain,
              const Circumstances& circumstances, Random& random) {
  for (const std::string& name : chain) {
    if (options.size() == 1) break;
    options = find_expander(name)->best(std::move(options), circumstances);
  }
  const std::size_t chosen = options.size() == 1 ? 0 : random.below(options.size());
  return std::move(options[chosen]);
}

Demand demand_of(const Option& option) {
  Demand sum;
  for (const Ref<const Pod>& pod : option.pods) {
    const PodRequest request = request_of(*pod->spec);
    sum.cpu_milli += request.cpu;
    sum.memory += request.memory;
  }
  return sum;
}

}  // namespace podium::autoscaler
