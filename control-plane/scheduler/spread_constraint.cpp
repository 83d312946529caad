#include "control-plane/scheduler/spread_constraint.h"

#include <algorithm>

#include "control-plane/objects/node_selector.h"

namespace podium {
namespace {

const List<TopologySpreadConstraint>& system_defaults() {
  static const List<TopologySpreadConstraint> defaults = [] {
    TopologySpreadConstraint host, zone;
    host.topology_key = "kubernetes.io/hostname";
    host.max_skew = 3;
    zone.topology_key = "topology.kubernetes.io/zone";
    zone.max_skew = 5;
    host.when_unsatisfiable = zone.when_unsatisfiable = "ScheduleAnyway";
    return List<TopologySpreadConstraint>{host, zone};
  }();
  return defaults;
}

// The selector, narrowed to pods that have this pod's values of matchLabelKeys.
Box<LabelSelector> narrowed(const TopologySpreadConstraint& constraint, const Labels& labels) {
  LabelSelector same;
  for (const Text& key : constraint.match_label_keys) {
    if (const Text* value = labels.find(key)) same.match_expressions.push_back({key, "In", {*value}});
  }
  return same.empty() ? constraint.label_selector : both(constraint.label_selector, same);
}

SpreadConstraint resolved(const TopologySpreadConstraint& constraint, Box<LabelSelector> selector,
                          const Pod& pod) {
  SpreadConstraint result;
  result.max_skew = constraint.max_skew;
  result.min_domains = constraint.min_domains.value_or(1);
  result.topology_key = constraint.topology_key;
  result.honor_affinity = !(constraint.node_affinity_policy == "Ignore");
  result.honor_taints = constraint.node_taints_policy == "Honor";
  result.counts_any = selector && !selector->empty();
  result.counts_itself = selector && selector->matches(pod.metadata.labels);
  result.counted = {{{{pod.metadata.namespace_}, {}, std::move(selector)}}, false};
  return result;
}

}  // namespace

bool SpreadConstraint::includes(const PodView& pod, const Node& node) const {
  return (!honor_affinity || wanted_by(pod.spec(), node)) &&
         (!honor_taints || untolerated(pod.spec(), node) == nullptr);
}

bool SpreadConstraint::includes_all(const PodView& pod) const {
  return !honor_taints && pod.spec().node_selector.empty() && !pod.spec().affinity.value().node_affinity;
}

SpreadConstraints spread_constraints_of(const PodView& pod, const SchedulingView& view,
                                        const PluginArgs& args, std::string_view when_unsatisfiable) {
  SpreadConstraints result;
  const List<TopologySpreadConstraint>& own = pod.spec().topology_spread_constraints;
  if (!own.empty()) {
    for (const TopologySpreadConstraint& constraint : own) {
      if (constraint.when_unsatisfiable == when_unsatisfiable)
        result.all.push_back(resolved(constraint, narrowed(constraint, pod.labels()), *pod.pod));
    }
    return result;
  }
  result.system_defaults = args.system_defaults;
  const auto& defaults = args.system_defaults ? system_defaults() : args.default_constraints;
  if (std::none_of(defaults.begin(), defaults.end(),
                   [&](const auto& c) { return c.when_unsatisfiable == when_unsatisfiable; }))
    return result;
  const Box<LabelSelector> selector = view.selectors.of(*pod.pod);
  if (selector->empty()) return result;
  for (const TopologySpreadConstraint& constraint : defaults) {
    if (constraint.when_unsatisfiable == when_unsatisfiable)
      result.all.push_back(resolved(constraint, selector, *pod.pod));
  }
  return result;
}

std::vector<const Domains*> domains_of(const std::vector<SpreadConstraint>& constraints,
                                       const SchedulingView& view) {
  std::vector<const Domains*> domains;
  for (const SpreadConstraint& constraint : constraints)
    domains.push_back(&view.domains(constraint.topology_key));
  return domains;
}

bool has_all_keys(const std::vector<const Domains*>& keys, std::size_t row) {
  return std::all_of(keys.begin(), keys.end(),
                     [row](const Domains* key) { return key->of_row[row] != Domains::kNone; });
}

}  // namespace podium
