// How Karpenter gives nodes up.
#include <algorithm>

#include "control-plane/autoscaler/group_states.h"
#include "control-plane/autoscaler/karpenter/karpenter_state.h"
#include "control-plane/autoscaler/node_taints.h"

namespace podium {

using namespace autoscaler;

void Karpenter::State::look() {
  executor.because(kNoCause);
  tick = executor.run_after(options.disruption_interval, [this] { look(); });
  if (!picture.synced()) return;
  picture.view().settle();
  give_back_failed();
  expire();
  consolidate();
}

// Machines that cannot be had, or that never became nodes. Their pods are provisioned for anew.
void Karpenter::State::give_back_failed() {
  const TimePoint now = executor.now();
  bool failed = false;
  const auto give_back = [&](const std::string& group, const std::string& machine, const std::string& why) {
    record("machine/" + machine, why + ": given back");
    (void)cloud.remove(group, {machine});  // what is gone already needs no giving back
    launched.erase(machine);
    failed = true;
  };
  for (const MachineGroup& group : cloud.groups()) {
    for (const Instance& instance : cloud.instances(group.name)) {
      const auto since = launched.find(instance.name);
      const Ref<const Node> node = picture.node(instance.name);
      if (instance.error) {
        unavailable_until[group.name] = now + options.unavailable_time;
        give_back(group.name, instance.name, instance.error->code);
      } else if (node && is_ready(*node)) {
        launched.erase(instance.name);
      } else if (since != launched.end() && !node && since->second + options.registration_timeout <= now) {
        give_back(group.name, instance.name, "not registered");
      }
    }
  }
  if (failed && window == TimerId::kNone) provision();
}

std::optional<Disruption> Karpenter::State::find() {
  const TimePoint now = executor.now();
  const Budgets budgets = picture.budgets();
  const std::vector<InstanceType> all = types();
  std::vector<PaidNode> nodes;
  int owned = 0, away = 0;
  std::vector<Text> destinations;
  picture.nodes().each([&](const Node& node) {
    const Text& name = node.metadata.name;
    const std::string group = cloud.group_of(name.str());
    const bool leaves = removals.contains(name) || has_taint(node, words.taint);
    if (is_ready(node) && !leaves) destinations.push_back(name);
    const auto type = std::find_if(all.begin(), all.end(),
                                   [&](const InstanceType& known) { return known.group.name == group; });
    if (type == all.end()) return;
    ++owned;
    if (!is_ready(node) || leaves) {
      ++away;
      return;
    }
    if (node.metadata.creation_timestamp + options.consolidate_after > now) return;
    nodes.push_back({name, static_cast<std::size_t>(type - all.begin()),
                     disruption_of(node, picture.view().pods_on(name), budgets, now)});
  });
  WhatIf what_if(picture.view());
  add_upcoming(what_if, all, destinations);
  const int budget = (owned * options.budget_percent + 99) / 100 - away;
  return find_disruption(
      {plugins, what_if, all, nodes, std::move(destinations), budget, options.consolidate_underutilized});
}

// What is found is looked at again after a while: only what still holds is carried out.
void Karpenter::State::consolidate() {
  const TimePoint now = executor.now();
  if (pending && !pending->replacement.empty()) return await_replacement();
  if (!removals.empty() || !picture.unscheduled().empty()) {
    pending.reset();
    return;
  }
  if (pending && pending->due > now) return;
  if (!pending && picture.changes() == fruitless) return;
  std::optional<Disruption> found = find();
  const bool holds = pending && found && *found == pending->disruption;
  pending.reset();
  if (!found)
    fruitless = picture.changes();
  else if (holds)
    carry_out(*found);
  else
    pending = Pending{std::move(*found), now + options.validation, {}};
}

void Karpenter::State::carry_out(const Disruption& disruption) {
  if (!disruption.replacement) {
    for (const PaidNode& node : disruption.nodes) begin_removal(node, disruption.why);
    return;
  }
  const std::string machine = launch(types()[*disruption.replacement].group.name);
  if (machine.empty()) return;
  record("node/" + disruption.nodes.front().node.str(),
         "is to be replaced by " + machine + ", which is cheaper");
  pending = Pending{disruption, {}, machine};
}

// The new node first, then the old one goes.
void Karpenter::State::await_replacement() {
  const Ref<const Node> node = picture.node(pending->replacement);
  if (node && is_ready(*node)) {
    const Disruption disruption = std::move(pending->disruption);
    pending.reset();
    for (const PaidNode& old : disruption.nodes) begin_removal(old, disruption.why);
  } else if (!launched.contains(pending->replacement)) {
    pending.reset();  // it failed
  }
}

void Karpenter::State::expire() {
  if (options.expire_after == Duration{0}) return;
  const TimePoint now = executor.now();
  std::vector<Text> old;
  picture.nodes().each([&](const Node& node) {
    const bool its_time = node.metadata.creation_timestamp + options.expire_after <= now;
    if (its_time && !removals.contains(node.metadata.name) && !has_taint(node, words.taint) &&
        !cloud.group_of(node.metadata.name.str()).empty())
      old.push_back(node.metadata.name);
  });
  for (const Text& name : old) begin_removal({name, 0, {}}, "Expired");
}

void Karpenter::State::begin_removal(const PaidNode& node, const std::string& why) {
  if (removals.contains(node.node)) return;
  record("node/" + node.node.str(), "is given up: " + why);
  RemovalTools tools{executor, client, recorder, cloud, drain_options, words};
  tools.node = [this](const Text& name) { return picture.node(name); };
  tools.pods = [this](const Text& name) {
    const Ref<const Node> there = picture.node(name);
    if (!there) return NodeDrain{};
    NodeDrain drain = disruption_of(*there, picture.view().pods_on(name), {}, executor.now());
    drain.blocked.clear();  // it is decided: budgets make evictions wait, and nothing stops them
    return drain;
  };
  tools.done = [this](const Leaver& gone, const std::string& error) { removal_done(gone, error); };
  Leaver leaver{node.node, cloud.group_of(node.node.str()), {}, tools.pods(node.node)};
  const Text name = node.node;
  removals[name] = std::make_unique<NodeRemoval>(std::move(tools), std::move(leaver));
}

void Karpenter::State::removal_done(const Leaver& leaver, const std::string& error) {
  const Text node = leaver.node;
  record("node/" + node.str(), error.empty() ? "given back" : "is kept: " + error);
  removals.erase(node);
}

}  // namespace podium
