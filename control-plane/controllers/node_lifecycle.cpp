// Declares nodes unreachable that were not heard of for too long, and keeps their taints true.
//
// Kubernetes looks at all nodes every monitor period. Here each node has a watchdog that looks when
// silence would first be noticed, so that healthy nodes cost nothing: what is heard in between only
// moves a number. The times are those of the monitor's ticks.
#include "control-plane/controllers/node_lifecycle.h"

#include <unordered_map>

#include "control-plane/controllers/framework/controller.h"
#include "control-plane/controllers/pods/indexes.h"
#include "control-plane/controllers/pods/pod_state.h"
#include "control-plane/objects/kinds/lease.h"

namespace podium::controllers {

namespace {

TimePoint heartbeat(const Node& node) {
  const Condition* ready = find_condition(node.status.value().conditions, "Ready");
  return ready == nullptr ? TimePoint{} : ready->last_heartbeat_time;
}

Ref<Pod> not_ready(const Pod& pod, TimePoint now) {
  Ref<Pod> changed = copy(pod);
  Condition ready = *find_condition(pod.status->conditions, "Ready");
  ready.status = "False";
  set_condition(changed->status.edit().conditions, std::move(ready), now);
  return changed;
}

class NodeLifecycleController final : public Controller {
 public:
  explicit NodeLifecycleController(NodeLifecycleOptions options) : options_(options), zones_(options.zones) {}

  std::string_view name() const override { return "node-controller"; }
  std::vector<const KindInfo*> watches() const override {
    return {&Node::info(), &Lease::info(), &Pod::info()};
  }
  std::vector<const Index*> indexes() const override { return {&kPodsByNode}; }
  int workers() const override { return options_.workers; }

  void observe(const Snapshot& snapshot, const Change& change, TimePoint now, Wake& wake) override {
    if (change.of(Lease::info())) return lease_changed(change, now);
    if (!change.of(Node::info())) return;
    const Node *before = as<Node>(change.before), *after = as<Node>(change.after);
    const bool was_disrupted = zones_.all_disrupted();
    zones_.apply(before, after);
    note_arrival(before, after, now, wake);
    if (after != nullptr && (before == nullptr || heartbeat(*before) != heartbeat(*after)))
      hear(key_of(*after).name, now);
    if (needs_look(before, after)) wake.now(key_of(change.latest()));
    if (was_disrupted != zones_.all_disrupted()) disruption_changed(snapshot, now, wake);
  }

  Plan reconcile(const Snapshot& snapshot, const Key& root, const Turn& turn) const override {
    Plan plan;
    const Ref<const Node> node = snapshot.find<Node>(root);
    if (!node) return plan;
    if (const TimePoint silent_at = silence(*node); turn.now < silent_at)
      plan.wake_by(silent_at);
    else
      declare_silent(snapshot, *node, turn.now, plan);
    List<Taint> taints = with_condition_taints(*node, turn.now);
    taints = with_eviction_taint(std::move(taints), eviction_taint_now(*node), turn.now);
    if (!(taints == node->spec.value().taints)) plan.then(update(tainted(*node, std::move(taints))));
    return plan;
  }

 private:
  void lease_changed(const Change& change, TimePoint now) {
    const Lease *before = as<Lease>(change.before), *after = as<Lease>(change.after);
    if (after == nullptr || !(after->metadata.namespace_ == options_.lease_namespace)) return;
    if (before != nullptr && before->spec.renew_time == after->spec.renew_time) return;
    hear(after->metadata.name, now);
  }

  // The monitor notices what it hears at its next tick.
  void hear(const Text& node, TimePoint now) { heard_[node] = next_tick(now, options_.monitor_period); }

  void note_arrival(const Node* before, const Node* after, TimePoint now, Wake& wake) {
    if (before == nullptr) {
      const std::string name = after->metadata.name.str();
      wake.tell({ObjectRef::share(after), false, "RegisteredNode",
                 "Node " + name + " event: Registered Node " + name + " in Controller"});
      hear(after->metadata.name, now);
    } else if (after == nullptr) {
      const std::string name = before->metadata.name.str();
      wake.tell({ObjectRef::share(before), false, "RemovingNode",
                 "Node " + name + " event: Removing Node " + name + " from Controller"});
      heard_.erase(before->metadata.name);
    }
  }

  // Heartbeats alone need none: the watchdog looks in time.
  static bool needs_look(const Node* before, const Node* after) {
    if (before == nullptr || after == nullptr) return true;
    if (!(before->spec == after->spec)) return true;
    const List<Condition>&a = before->status.value().conditions, &b = after->status.value().conditions;
    if (a.size() != b.size()) return true;
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (!(a[i].type_ == b[i].type_) || !(a[i].status == b[i].status)) return true;
    }
    return false;
  }

  // When everything is down, every node gets its time anew: the fault is likely on our side.
  void disruption_changed(const Snapshot& snapshot, TimePoint now, Wake& wake) {
    const bool recovered = !zones_.all_disrupted();
    snapshot.each<Node>([&](const Ref<const Node>& node) {
      if (recovered) hear(node->metadata.name, now);
      if (recovered || evicts_pods(*node)) wake.now(key_of(*node));
    });
  }

  // The tick at which the node will have been silent for too long, as far as we know now.
  TimePoint silence(const Node& node) const {
    const bool has_spoken = find_condition(node.status.value().conditions, "Ready") != nullptr;
    const auto heard = heard_.find(node.metadata.name);
    const TimePoint last = heard == heard_.end() ? node.metadata.creation_timestamp : heard->second;
    return next_tick(last + (has_spoken ? options_.monitor_grace : options_.startup_grace),
                     options_.monitor_period);
  }

  static void declare_silent(const Snapshot& snapshot, const Node& node, TimePoint now, Plan& plan) {
    List<Condition> conditions = silent_conditions(node, now);
    if (!(conditions == node.status.value().conditions)) {
      const Ref<Node> silent = copy(node);
      silent->status.edit().conditions = std::move(conditions);
      Telling event;
      if (readiness(node) == Readiness::kTrue) {
        event = {"NodeNotReady", "Node " + node.metadata.name.str() + " status is now: NodeNotReady"};
      }
      plan.then(update_status(silent).telling(ObjectRef::share(&node), std::move(event)));
    }
    Step pods;
    pods.always = true;
    for (const Ref<const Pod>& pod : snapshot.indexed<Pod>(kPodsByNode, node.metadata.name)) {
      if (!is_ready(*pod)) continue;
      plan.notes.push_back({pod, true, "NodeNotReady", "Node is not ready"});
      pods.actions.push_back(update_status(not_ready(*pod, now)));
    }
    if (!pods.actions.empty()) plan.steps.push_back(std::move(pods));
  }

  // The eviction taint is removed, or swapped for the other, at once. To get its first one, a node
  // waits its turn: see node_eviction.cpp.
  std::string_view eviction_taint_now(const Node& node) const {
    const bool has_one =
        has_taint(node, kNotReadyTaint, "NoExecute") || has_taint(node, kUnreachableTaint, "NoExecute");
    return has_one && !zones_.all_disrupted() ? eviction_taint(readiness(node)) : std::string_view();
  }

  NodeLifecycleOptions options_;
  ZoneBook zones_;
  std::unordered_map<Text, TimePoint>
      heard_;  // node: the tick that noticed its last sign of life; looked up only
};

}  // namespace

std::unique_ptr<Controller> node_lifecycle_controller(const Settings& settings) {
  return std::make_unique<NodeLifecycleController>(settings.get<NodeLifecycleOptions>());
}

}  // namespace podium::controllers
