// How the cluster autoscaler asks for machines.
#include <algorithm>

#include "control-plane/autoscaler/autoscaler_state.h"
#include "control-plane/autoscaler/pending.h"
#include "control-plane/autoscaler/priorities.h"

namespace podium {

using namespace autoscaler;

namespace {

// More pods than that are not told in one scan that they are helped: client-go's broadcaster holds so many.
constexpr std::size_t kMostTold = 1000;

bool fit_for_sample(const Node& node) {
  const List<Taint>& taints = node.spec.value().taints;
  return is_ready(node) && !node.spec.value().unschedulable &&
         std::none_of(taints.begin(), taints.end(),
                      [](const Taint& taint) { return taint.key == kToBeDeleted; });
}

std::string template_name(const std::string& group) { return "template-node-for-" + group; }

}  // namespace

// Like a node of the group that is there; if there is none, as the cloud says.
NodeTemplate Autoscaler::State::template_of(const MachineGroup& group) {
  NodeTemplate made;
  for (const Instance& instance : cloud.instances(group.name)) {
    const Ref<const Node> node = picture.node(instance.name);
    if (!node || instance.state != InstanceState::kRunning || !fit_for_sample(*node)) continue;
    made.node = node_like(*node, template_name(group.name));
    break;
  }
  if (!made.node) made.node = node_of(group.shape, template_name(group.name));
  made.pods = daemon_pods(plugins, picture.daemon_sets(), made.node);
  return made;
}

void Autoscaler::State::add_upcoming(WhatIf& what_if, std::vector<Text>& nodes) {
  for (const MachineGroup& group : cloud.groups()) {
    const int count = groups.upcoming(group.name);
    if (count == 0) continue;
    const NodeTemplate made = template_of(group);
    for (int i = 0; i < count; ++i) {
      const std::string name = made.node->metadata.name.str() + "-upcoming-" + std::to_string(i);
      what_if.add_node(renamed(*made.node, name));
      for (const Ref<const Pod>& pod : made.pods) what_if.put(pod, name);
      nodes.emplace_back(name);
    }
  }
  what_if.settle();
}

Means Autoscaler::State::means(TimePoint now) {
  Means means;
  means.cluster_nodes = static_cast<int>(picture.nodes().size());
  const NodeTable& table = picture.view().nodes();
  for (std::size_t row = 0; row < table.size(); ++row) {
    const ResourceList& capacity = table.row(row).node->status.value().capacity;
    means.cluster_cores += capacity.get("cpu").value();
    means.cluster_memory += capacity.get("memory").value();
  }
  for (const MachineGroup& group : cloud.groups()) {
    const int coming = groups.upcoming(group.name) - groups.of(group.name).not_started;
    means.cluster_nodes += std::max(coming, 0);
    if (!groups.healthy(group.name))
      means.skipped[group.name] = "not ready for scale-up";
    else if (groups.backoff(group.name, now) != nullptr)
      means.skipped[group.name] = "in backoff after failed scale-up";
    else
      means.candidates.push_back({group, cloud.target_size(group.name), template_of(group)});
  }
  means.priorities = read_priorities(picture.config(options.priorities_name).get());
  return means;
}

bool Autoscaler::State::scale_up(WhatIf& what_if, TimePoint now) {
  std::vector<Ref<const Pod>> waiting = unschedulable(picture.unscheduled(), options.scale_up, now);
  std::vector<Text> nodes;
  if (waiting.empty()) {
    told_helpless.clear();
    return false;
  }
  picture.nodes().each([&](const Node& node) { nodes.push_back(node.metadata.name); });
  add_upcoming(what_if, nodes);
  const std::vector<PodGroup> pods = without_room(plugins, what_if, group_pods(waiting), nodes);
  if (pods.empty() || all_younger(pods, options.scale_up.batch_window, now)) return false;
  const ScaleUpPlan plan = plan_scale_up(plugins, picture.view(), pods, means(now), options.scale_up, random);
  const bool grown = !plan.increases.empty() && grow(plan, now);
  tell_pods(plan, grown);
  return grown;
}

// True if at least one group grows.
bool Autoscaler::State::grow(const ScaleUpPlan& plan, TimePoint now) {
  bool grown = false;
  for (const Increase& increase : plan.increases) {
    const std::string from = std::to_string(increase.from), to = std::to_string(increase.to),
                      max = std::to_string(increase.max);
    tell(false, "ScaledUpGroup",
         "Scale-up: setting group " + increase.group + " size to " + to + " instead of " + from +
             " (max: " + max + ")");
    record("node-group/" + increase.group, "grows from " + from + " to " + to);
    const Status asked = cloud.increase(increase.group, increase.to - increase.from);
    if (!asked.ok()) {
      tell(true, "FailedToScaleUpGroup",
           "Scale-up failed for group " + increase.group + ": " + asked.error().message);
      groups.failed(increase.group, "cloudProviderError", asked.error().message, now);
      continue;
    }
    tell(false, "ScaledUpGroup",
         "Scale-up: group " + increase.group + " size set to " + to + " instead of " + from +
             " (max: " + max + ")");
    groups.grows(increase.group, increase.to - increase.from, now);
    grown = true;
  }
  return grown;
}

// A pod is told that there is no help for it when that, or why, is new; its event does not count scans.
void Autoscaler::State::tell_pods(const ScaleUpPlan& plan, bool grown) {
  if (grown) {
    std::string increases;
    for (const Increase& increase : plan.increases)
      increases += (increases.empty() ? "" : " ") + increase.text();
    for (std::size_t i = 0; i < std::min(plan.helped.size(), kMostTold); ++i)
      recorder.normal(*plan.helped[i], "TriggeredScaleUp", "pod triggered scale-up: [" + increases + "]");
    return;
  }
  std::map<Text, std::string> told;
  for (const auto& [pod, reasons] : plan.helpless) {
    const auto before = told_helpless.find(pod->metadata.uid);
    if (before == told_helpless.end() || before->second != reasons)
      recorder.normal(*pod, "NotTriggerScaleUp", "pod didn't trigger scale-up: " + reasons);
    told[pod->metadata.uid] = reasons;
  }
  told_helpless = std::move(told);
}

}  // namespace podium
