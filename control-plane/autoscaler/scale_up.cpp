#include "control-plane/autoscaler/scale_up.h"

#include <algorithm>
#include <optional>
#include <set>

#include "control-plane/autoscaler/estimator.h"
#include "control-plane/autoscaler/first_fit.h"

namespace podium::autoscaler {
namespace {

constexpr const char *kMaxSize = "max node group size reached",
                     *kMaxTotal = "max total nodes in cluster reached";

using Reasons = std::map<std::string, int>;

std::string text_of(const Reasons& reasons) {
  std::string text;
  for (const auto& [reason, count] : reasons)
    text += (text.empty() ? "" : ", ") + std::to_string(count) + " " + reason;
  return text;
}

// Which groups of pods would fit on an empty machine of the candidate; notes why others would not.
std::vector<const PodGroup*> who_fits(const PluginSet& plugins, SchedulingView& view,
                                      const GroupCandidate& candidate, const std::vector<PodGroup>& pods,
                                      std::vector<Reasons>& reasons) {
  WhatIf what_if(view);
  const Text name = candidate.made.node->metadata.name;
  what_if.add_node(candidate.made.node);
  for (const Ref<const Pod>& pod : candidate.made.pods) what_if.put(pod, name);
  what_if.settle();
  std::vector<const PodGroup*> fitting;
  for (std::size_t i = 0; i < pods.size(); ++i) {
    const auto row = static_cast<std::size_t>(view.nodes().find(name));
    const std::optional<NodeFailure> failure = PodFilters(plugins, pods[i].sample, view).failure(row);
    if (!failure) {
      fitting.push_back(&pods[i]);
      continue;
    }
    for (const std::string& reason : failure->rejection.reasons) ++reasons[i][reason];
  }
  return fitting;
}

// Which limit of the whole cluster one more machine would break; empty: none.
std::string broken_limit(const GroupCandidate& candidate, const Means& means, const ScaleUpOptions& options) {
  const MachineShape& shape = candidate.group.shape;
  std::string broken;
  if (means.cluster_cores + shape.cpu_milli / 1000 > options.max_cores) broken = "cpu";
  if (means.cluster_memory + shape.memory > options.max_memory)
    broken += broken.empty() ? "memory" : ", memory";
  return broken.empty() ? "" : "max cluster " + broken + " limit reached";
}

// How many machines of the candidate the limits of the whole cluster leave room for.
int room_for(const GroupCandidate& candidate, const Means& means, const ScaleUpOptions& options) {
  const MachineShape& shape = candidate.group.shape;
  std::int64_t room = options.max_nodes_at_once;
  if (options.max_nodes_total > 0)
    room = std::min<std::int64_t>(room, options.max_nodes_total - means.cluster_nodes);
  if (shape.cpu_milli >= 1000)
    room = std::min(room, (options.max_cores - means.cluster_cores) / (shape.cpu_milli / 1000));
  if (shape.memory > 0) room = std::min(room, (options.max_memory - means.cluster_memory) / shape.memory);
  return static_cast<int>(std::max<std::int64_t>(room, 0));
}

// The candidate, and those that might share its growth.
std::vector<const GroupCandidate*> sharers(const GroupCandidate& chosen, const Means& means,
                                           const ScaleUpOptions& options,
                                           const std::set<const GroupCandidate*>& helping) {
  std::vector<const GroupCandidate*> all{&chosen};
  if (!options.balance_similar_groups) return all;
  for (const GroupCandidate& other : means.candidates) {
    if (&other != &chosen && helping.contains(&other) && similar(*other.made.node, *chosen.made.node))
      all.push_back(&other);
  }
  return all;
}

// Gives each new machine to the group that is the smallest then, as long as it may grow.
// (Kubernetes: BalanceScaleUpBetweenGroups.)
std::vector<Increase> share_out(const std::vector<const GroupCandidate*>& groups, int nodes) {
  std::vector<Increase> increases;
  for (const GroupCandidate* candidate : groups)
    increases.push_back({candidate->group.name, candidate->target, candidate->target, candidate->group.max});
  for (; nodes > 0; --nodes) {
    Increase* smallest = nullptr;
    for (Increase& increase : increases) {
      if (increase.to < increase.max && (smallest == nullptr || increase.to < smallest->to))
        smallest = &increase;
    }
    if (smallest == nullptr) break;
    ++smallest->to;
  }
  std::erase_if(increases, [](const Increase& increase) { return increase.from == increase.to; });
  return increases;
}

void tell_helpless(const std::vector<PodGroup>& pods, const std::vector<bool>& fits_somewhere,
                   const std::vector<Reasons>& reasons, const std::optional<std::string>& for_all,
                   ScaleUpPlan& plan) {
  for (std::size_t i = 0; i < pods.size(); ++i) {
    if (fits_somewhere[i] && !for_all) continue;
    const std::string text = for_all ? *for_all : text_of(reasons[i]);
    for (const Ref<const Pod>& pod : pods[i].pods) plan.helpless.emplace_back(pod, text);
  }
}

}  // namespace

std::string Increase::text() const {
  return "{" + group + " " + std::to_string(from) + "->" + std::to_string(to) +
         " (max: " + std::to_string(max) + ")}";
}

ScaleUpPlan plan_scale_up(const PluginSet& plugins, SchedulingView& view, const std::vector<PodGroup>& pods,
                          const Means& means, const ScaleUpOptions& options, Random& random) {
  ScaleUpPlan plan;
  std::vector<Reasons> reasons(pods.size());
  std::vector<bool> fits_somewhere(pods.size(), false);
  if (options.max_nodes_total > 0 && means.cluster_nodes >= options.max_nodes_total) {
    tell_helpless(pods, fits_somewhere, reasons, kMaxTotal, plan);
    return plan;
  }
  std::vector<Option> choices;
  std::set<const GroupCandidate*> helping;
  std::vector<std::string> skipped;
  for (const auto& [group, reason] : means.skipped) skipped.push_back(reason);
  for (const GroupCandidate& candidate : means.candidates) {
    const bool full = candidate.target >= candidate.group.max;
    if (std::string limit = full ? kMaxSize : broken_limit(candidate, means, options); !limit.empty()) {
      skipped.push_back(std::move(limit));
      continue;
    }
    const std::vector<const PodGroup*> fitting = who_fits(plugins, view, candidate, pods, reasons);
    for (const PodGroup* group : fitting)
      fits_somewhere[static_cast<std::size_t>(group - pods.data())] = true;
    if (fitting.empty()) continue;
    helping.insert(&candidate);
    const int room = std::min(candidate.group.max - candidate.target, room_for(candidate, means, options));
    const int limit = options.balance_similar_groups ? room_for(candidate, means, options) : room;
    Estimate found = estimate(plugins, view, candidate.made, fitting, limit);
    if (!found.pods.empty()) choices.push_back({&candidate, found.nodes, std::move(found.pods)});
  }
  for (Reasons& of_pods : reasons)
    for (const std::string& reason : skipped) ++of_pods[reason];
  tell_helpless(pods, fits_somewhere, reasons, std::nullopt, plan);
  if (choices.empty()) return plan;
  const Circumstances circumstances{means.cluster_nodes, options.pod_prices, means.priorities};
  Option chosen = choose(std::move(choices), options.expanders, circumstances, random);
  plan.increases = share_out(sharers(*chosen.candidate, means, options, helping), chosen.nodes);
  plan.helped = std::move(chosen.pods);
  return plan;
}

}  // namespace podium::autoscaler
