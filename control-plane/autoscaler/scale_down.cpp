#include "control-plane/autoscaler/scale_down.h"

#include <algorithm>
#include <iterator>

#include "control-plane/autoscaler/group_states.h"
#include "control-plane/autoscaler/node_taints.h"
#include "control-plane/autoscaler/node_template.h"

namespace podium::autoscaler {
namespace {

bool disabled(const Node& node) {
  const Text* said = node.metadata.annotations.find(kScaleDownDisabled);
  return said != nullptr && *said == "true";
}

// How many machines each group can spare.
std::map<std::string, int> spare(const ScaleDownScene& scene) {
  std::map<std::string, int> spare;
  for (const MachineGroup& group : scene.cloud.groups())
    spare[group.name] = scene.cloud.target_size(group.name) - group.min;
  for (const Text& node : scene.going) {
    const std::string group = scene.cloud.group_of(node.str());
    for (const Instance& instance : scene.cloud.instances(group))
      if (instance.name == node.view() && instance.state != InstanceState::kDeleting) --spare[group];
  }
  return spare;
}

}  // namespace

// The share of a node is looked at in per cent, as the option is. Nodes that are not Ready are not needed,
// whatever runs there.
bool ScaleDownPlanner::may_be_unneeded(const ScaleDownScene& scene, std::size_t row) const {
  const SchedulingView& view = scene.what_if.view();
  const Node& node = *view.nodes().row(row).node;
  if (scene.going.contains(node.metadata.name) || has_taint(node, kToBeDeleted) || disabled(node))
    return false;
  const auto kept = kept_until_.find(node.metadata.name);
  if (kept != kept_until_.end() && kept->second > scene.now) return false;
  return !is_ready(node) || utilization_of(view, row, options_).most() * 100 <= options_.utilization_percent;
}

// Empty nodes first, then those that were not needed the last time, then others, as many as are worth a look.
std::vector<Leaver> ScaleDownPlanner::candidates(const ScaleDownScene& scene) {
  const SchedulingView& view = scene.what_if.view();
  const std::map<std::string, int> can_spare = spare(scene);
  std::vector<Leaver> empty, known, others;
  for (std::size_t row = 0; row < view.nodes().size(); ++row) {
    const Text& name = view.nodes().row(row).node->metadata.name;
    const std::string group = scene.cloud.group_of(name.str());
    const auto room = can_spare.find(group);
    if (room == can_spare.end() || room->second <= 0 || !may_be_unneeded(scene, row)) continue;
    Leaver leaver{name, group, utilization_of(view, row, options_),
                  drain_of(view.pods_on(row), scene.budgets, options_, scene.now)};
    auto& list = leaver.empty() ? empty : unneeded_.contains(name) ? known : others;
    list.push_back(std::move(leaver));
  }
  const auto nodes = static_cast<int>(view.nodes().size());
  const int pool = std::max(options_.candidates_pool_min, nodes * options_.candidates_pool_percent / 100);
  const auto limit = static_cast<std::size_t>(std::min(pool, options_.non_empty_candidates));
  known.resize(std::min(known.size(), limit));
  others.resize(std::min(others.size(), limit - known.size()));
  for (std::vector<Leaver>* list : {&known, &others})
    std::move(list->begin(), list->end(), std::back_inserter(empty));
  return empty;
}

void ScaleDownPlanner::note(const ScaleDownScene& scene, Leaver leaver,
                            std::map<Text, Unneeded>& found) const {
  const SchedulingView& view = scene.what_if.view();
  const Text node = leaver.node;
  const bool ready = is_ready(*view.nodes().row(static_cast<std::size_t>(view.nodes().find(node))).node);
  const auto before = unneeded_.find(node);
  // Time starts anew when a node is broken now that was not before, or the other way round.
  const bool same = before != unneeded_.end() && before->second.ready == ready;
  found[node] = {same ? before->second.since : scene.now, ready, std::move(leaver)};
}

void ScaleDownPlanner::update(const ScaleDownScene& scene) {
  const SchedulingView& view = scene.what_if.view();
  std::erase_if(kept_until_, [&](const auto& entry) { return entry.second <= scene.now; });
  std::vector<Text> names;  // of machines that are there: who is on the way may come late
  for (std::size_t row = 0; row < view.nodes().size(); ++row) {
    const Text& name = view.nodes().row(row).node->metadata.name;
    if (scene.cloud.exists(name.str())) names.push_back(name);
  }
  destinations_.begin(std::move(names));
  destinations_.reset();
  for (const Text& node : scene.going) destinations_.exclude(node);
  // What is being moved already takes its room elsewhere.
  for (const Text& node : scene.going) {
    const std::vector<Ref<const Pod>> pods = view.pods_on(node);
    destinations_.move(scene.plugins, scene.what_if,
                       drain_of(pods, scene.budgets, options_, scene.now).movable, node);
  }
  std::map<Text, Unneeded> found;
  for (Leaver& leaver : candidates(scene)) {
    const Text node = leaver.node;
    const bool can_go =
        leaver.empty() || (leaver.drain.blocked.empty() &&
                           destinations_.move(scene.plugins, scene.what_if, leaver.drain.movable, node));
    if (!can_go) {
      keep(node, scene.now);
      continue;
    }
    destinations_.exclude(node);
    note(scene, std::move(leaver), found);
  }
  unneeded_ = std::move(found);
}

std::vector<Leaver> ScaleDownPlanner::leavers(const ScaleDownScene& scene, int emptying, int draining) const {
  std::map<std::string, int> left = spare(scene);
  int any = options_.max_parallel - emptying - draining;
  int drains = options_.max_drain_parallel - draining;
  std::vector<Leaver> chosen;
  for (const bool empty : {true, false}) {
    for (const auto& [node, unneeded] : unneeded_) {
      if (any <= 0 || (!empty && drains <= 0)) break;
      const Duration patience = unneeded.ready ? options_.unneeded_time : options_.unready_time;
      if (unneeded.leaver.empty() != empty || unneeded.since + patience > scene.now) continue;
      if (left[unneeded.leaver.group] <= 0) continue;
      --left[unneeded.leaver.group];
      --any;
      if (!empty) --drains;
      chosen.push_back(unneeded.leaver);
    }
  }
  return chosen;
}

}  // namespace podium::autoscaler
