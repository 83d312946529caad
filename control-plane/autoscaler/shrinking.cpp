// How the cluster autoscaler gives machines back.
#include <algorithm>

#include "control-plane/autoscaler/autoscaler_state.h"
#include "control-plane/autoscaler/node_taints.h"

namespace podium {

using namespace autoscaler;

namespace {

std::string names_of(const std::vector<Ref<const Pod>>& pods) {
  std::string names;
  for (const Ref<const Pod>& pod : pods) names += (names.empty() ? "" : ",") + pod->metadata.name.str();
  return names;
}

}  // namespace

// Marks of an earlier life mean nothing any more.
void Autoscaler::State::clean_up() {
  picture.nodes().each([this](const Node& node) {
    for (const std::string_view key : {kToBeDeleted, kDeletionCandidate}) {
      if (has_taint(node, key) && !cloud.group_of(node.metadata.name.str()).empty())
        remove_taint(client, Ref<const Node>::share(&node), key, nullptr);
    }
  });
}

bool Autoscaler::State::resting(TimePoint now) const {
  const ScaleDownOptions& down = options.scale_down;
  return now < last_add + down.delay_after_add || now < last_delete + down.delay_after_delete ||
         now < last_failure + down.delay_after_failure;
}

void Autoscaler::State::scale_down(WhatIf& what_if, TimePoint now) {
  if (!options.scale_down.enabled) return;
  const Budgets budgets = picture.budgets();
  const std::set<Text> going = nodes_going();
  const ScaleDownScene scene{plugins, what_if, cloud, budgets, going, now};
  planner.update(scene);
  down_candidates.clear();
  for (const auto& [node, unneeded] : planner.unneeded()) ++down_candidates[unneeded.leaver.group];
  int draining = 0;
  for (const auto& [node, removal] : removals) draining += removal->leaver().empty() ? 0 : 1;
  std::vector<Leaver> leavers;
  if (!resting(now)) leavers = planner.leavers(scene, static_cast<int>(removals.size()) - draining, draining);
  for (Leaver& leaver : leavers) begin_removal(std::move(leaver));
  if (leavers.empty()) soft_taints(now);
}

std::set<Text> Autoscaler::State::nodes_going() const {
  std::set<Text> going;
  for (const auto& [node, removal] : removals) going.insert(node);
  return going;
}

void Autoscaler::State::begin_removal(Leaver leaver) {
  const std::string name = leaver.node.str();
  if (leaver.empty()) {
    tell(false, "ScaleDownEmpty", "Scale-down: removing empty node \"" + name + "\"");
  } else {
    tell(false, "ScaleDown",
         "Scale-down: removing node " + name + ", utilization: " + leaver.utilization.text() +
             ", pods to reschedule: " + names_of(leaver.drain.movable));
  }
  record("node/" + name, leaver.empty() ? "empty: is given up" : "little used: is given up");
  RemovalTools tools{executor, client, recorder, cloud, options.scale_down, removal_words};
  tools.node = [this](const Text& node) { return picture.node(node); };
  tools.pods = [this](const Text& node) {
    return drain_of(picture.view().pods_on(node), picture.budgets(), options.scale_down, executor.now());
  };
  tools.done = [this](const Leaver& gone, const std::string& error) { removal_done(gone, error); };
  const Text node = leaver.node;
  removals[node] = std::make_unique<NodeRemoval>(std::move(tools), std::move(leaver));
}

void Autoscaler::State::removal_done(const Leaver& leaver, const std::string& error) {
  const TimePoint now = executor.now();
  const Text node = leaver.node;
  record("node/" + node.str(), error.empty() ? "given back" : "is kept: " + error);
  (error.empty() ? last_delete : last_failure) = now;
  if (!error.empty()) planner.keep(node, now);
  removals.erase(node);
}

// Nodes that are not needed are to be filled last; a few marks are changed in each scan.
void Autoscaler::State::soft_taints(TimePoint now) {
  int left = options.scale_down.max_soft_taints;
  picture.nodes().each([&](const Node& node) {
    if (left == 0 || removals.contains(node.metadata.name)) return;
    const bool wanted = planner.unneeded().contains(node.metadata.name);
    const bool marked = has_taint(node, kDeletionCandidate);
    if (wanted == marked || cloud.group_of(node.metadata.name.str()).empty()) return;
    --left;
    const Ref<const Node> shared = Ref<const Node>::share(&node);
    if (wanted)
      set_taint(client, shared, kDeletionCandidate, "PreferNoSchedule", now, nullptr);
    else
      remove_taint(client, shared, kDeletionCandidate, nullptr);
  });
}

}  // namespace podium
