#include "control-plane/autoscaler/karpenter/consolidation.h"

#include <algorithm>

#include "control-plane/autoscaler/first_fit.h"

namespace podium::autoscaler {
namespace {

bool asks_for_peace(const Object& object) {
  const Text* said = object.metadata.annotations.find(kDoNotDisrupt);
  return said != nullptr && *said == "true";
}

std::vector<PaidNode> empty_nodes(const ConsolidationScene& scene) {
  std::vector<PaidNode> empty;
  for (const PaidNode& node : scene.nodes) {
    if (node.drain.movable.empty() && node.drain.blocked.empty() &&
        static_cast<int>(empty.size()) < scene.budget)
      empty.push_back(node);
  }
  return empty;
}

std::vector<Ref<const Pod>> without_node(const std::vector<Ref<const Pod>>& pods) {
  std::vector<Ref<const Pod>> anew;
  for (const Ref<const Pod>& pod : pods) {
    Ref<Pod> moved = copy(*pod);
    moved->spec.edit().node_name = {};
    anew.push_back(std::move(moved));
  }
  return anew;
}

// The only machine that would have to come, if it is cheaper than the node.
std::optional<std::size_t> cheaper(const ConsolidationScene& scene, const PaidNode& node,
                                   const std::vector<PodGroup>& homeless) {
  std::vector<InstanceType> types = scene.types;
  for (InstanceType& type : types)
    if (type.price() >= scene.types[node.type].price()) type.left = 0;
  const Provision provision = choose_instances(scene.plugins, scene.what_if, types, homeless);
  if (!provision.hopeless.empty() || provision.launches.size() != 1) return std::nullopt;
  return provision.launches.front().type;
}

std::optional<Disruption> without(const ConsolidationScene& scene, const PaidNode& node) {
  const std::size_t before = scene.what_if.steps();
  for (const Ref<const Pod>& pod : node.drain.movable) scene.what_if.take(pod, node.node);
  std::vector<Text> others;
  for (const Text& other : scene.destinations)
    if (!(other == node.node)) others.push_back(other);
  std::vector<PodGroup> homeless = group_pods(without_node(node.drain.movable));
  for (PodGroup& group : homeless) {
    const std::size_t placed =
        fill(scene.plugins, scene.what_if, group, others, [](const Ref<const Pod>&, const Text&) {});
    group.pods.erase(group.pods.begin(), group.pods.begin() + static_cast<std::ptrdiff_t>(placed));
  }
  std::erase_if(homeless, [](const PodGroup& group) { return group.pods.empty(); });
  std::optional<Disruption> found;
  if (homeless.empty()) {
    found = Disruption{"Underutilized", {node}, std::nullopt};
  } else if (const std::optional<std::size_t> type = cheaper(scene, node, homeless)) {
    found = Disruption{"Underutilized", {node}, type};
  }
  scene.what_if.undo(before);
  return found;
}

}  // namespace

bool Disruption::operator==(const Disruption& other) const {
  return why == other.why && replacement == other.replacement &&
         std::equal(nodes.begin(), nodes.end(), other.nodes.begin(), other.nodes.end(),
                    [](const PaidNode& a, const PaidNode& b) { return a.node == b.node; });
}

std::optional<Disruption> find_disruption(const ConsolidationScene& scene) {
  if (scene.budget <= 0) return std::nullopt;
  if (std::vector<PaidNode> empty = empty_nodes(scene); !empty.empty())
    return Disruption{"Empty", std::move(empty), std::nullopt};
  if (!scene.underutilized) return std::nullopt;
  std::vector<const PaidNode*> candidates;
  for (const PaidNode& node : scene.nodes)
    if (node.drain.blocked.empty()) candidates.push_back(&node);
  std::stable_sort(candidates.begin(), candidates.end(), [](const PaidNode* a, const PaidNode* b) {
    return a->drain.movable.size() < b->drain.movable.size();
  });
  for (const PaidNode* node : candidates)
    if (std::optional<Disruption> found = without(scene, *node)) return found;
  return std::nullopt;
}

NodeDrain disruption_of(const Node& node, const std::vector<Ref<const Pod>>& pods, const Budgets& budgets,
                        TimePoint now) {
  const ScaleDownOptions any;
  NodeDrain drain;
  for (const Ref<const Pod>& pod : pods) {
    const Drainability is = drainability(*pod, {}, any, now).is;
    if (is == Drainability::kDaemon) drain.daemons.push_back(pod);
    if (is == Drainability::kIgnored || is == Drainability::kDaemon) continue;
    drain.movable.push_back(pod);
    if (asks_for_peace(*pod)) drain.blocked = pod->metadata.name.str() + " is not to be disrupted";
    if (budget_exhausted(*pod, budgets)) drain.blocked = pod->metadata.name.str() + " has no budget left";
  }
  if (asks_for_peace(node)) drain.blocked = node.metadata.name.str() + " is not to be disrupted";
  return drain;
}

}  // namespace podium::autoscaler
