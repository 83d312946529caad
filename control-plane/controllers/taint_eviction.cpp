// Deletes pods from nodes with a NoExecute taint, when their tolerations run out.
#include <algorithm>
#include <map>

#include "control-plane/controllers/framework/controller.h"
#include "control-plane/controllers/nodes/conditions.h"
#include "control-plane/controllers/pods/indexes.h"
#include "control-plane/controllers/pods/pod_state.h"
#include "control-plane/objects/taints.h"

namespace podium::controllers {

namespace {

std::string full_name(const Pod& pod) { return pod.metadata.namespace_.str() + "/" + pod.metadata.name; }

// How long the pod tolerates the node's NoExecute taints together: not at all, for so long (the
// shortest of the tolerations that cover them), or for ever (kForbearance).
constexpr Duration kForbearance = Duration::max();

Duration tolerance(const Pod& pod, const Node& node) {
  Duration shortest = kForbearance;
  for (const Taint& taint : node.spec.value().taints) {
    if (!(taint.effect == "NoExecute")) continue;
    bool covered = false;
    for (const Toleration& toleration : pod.spec.value().tolerations) {
      if (!tolerates(toleration, taint)) continue;
      covered = true;
      if (!toleration.toleration_seconds) continue;
      const Duration limit = std::chrono::seconds(std::max<std::int64_t>(0, *toleration.toleration_seconds));
      shortest = std::min(shortest, limit);
    }
    if (!covered) return Duration{0};
  }
  return shortest;
}

TimePoint scheduled_at(const Pod& pod) {
  const Condition* scheduled = find_condition(pod.status.value().conditions, "PodScheduled");
  return scheduled != nullptr ? scheduled->last_transition_time : pod.metadata.creation_timestamp;
}

class TaintEvictionController final : public Controller {
 public:
  std::string_view name() const override { return "taint-eviction-controller"; }
  std::vector<const KindInfo*> watches() const override { return {&Node::info(), &Pod::info()}; }
  std::vector<const Index*> indexes() const override { return {&kPodsByNode}; }
  int workers() const override { return 8; }

  void observe(const Snapshot& snapshot, const Change& change, TimePoint now, Wake& wake) override {
    if (change.of(Node::info())) return node_changed(snapshot, change, now, wake);
    const Pod *before = as<Pod>(change.before), *after = as<Pod>(change.after);
    if (after == nullptr || tainted_.empty() || tainted_.count(after->spec.value().node_name) == 0) return;
    if (before != nullptr && before->spec == after->spec) return;
    wake.now(key_of(*after));
  }

  Plan reconcile(const Snapshot& snapshot, const Key& root, const Turn& turn) const override {
    Plan plan;
    const Ref<const Pod> pod = snapshot.find<Pod>(root);
    if (!pod || !is_active(*pod)) return plan;
    const Ref<const Node> node = snapshot.find<Node>(Key{{}, pod->spec.value().node_name});
    const Duration patience = node ? tolerance(*pod, *node) : kForbearance;
    if (patience == kForbearance) {
      if (turn.waiting) {
        plan.notes.push_back(
            {pod, false, "TaintManagerEviction", "Cancelling deletion of Pod " + full_name(*pod)});
      }
      return plan;
    }
    const auto since = tainted_.find(node->metadata.name);
    const TimePoint start = std::max(since == tainted_.end() ? turn.now : since->second, scheduled_at(*pod));
    if (turn.now < start + patience) {
      plan.wake_by(start + patience);
      return plan;
    }
    plan.notes.push_back({pod, false, "TaintManagerEviction", "Marking for deletion Pod " + full_name(*pod)});
    plan.then(update_status(disrupted(*pod, "DeletionByTaintManager",
                                      "Taint manager: deleting due to NoExecute taint", turn.now)));
    plan.then(remove(*pod));
    return plan;
  }

 private:
  void node_changed(const Snapshot& snapshot, const Change& change, TimePoint now, Wake& wake) {
    const Node *before = as<Node>(change.before), *after = as<Node>(change.after);
    const Text& name = change.latest().metadata.name;
    static const List<Taint> kNone;
    const List<Taint>& old = before != nullptr ? before->spec.value().taints : kNone;
    const List<Taint>& fresh = after != nullptr ? after->spec.value().taints : kNone;
    if (old == fresh) return;
    const bool had = before != nullptr && evicts_pods(*before), has = after != nullptr && evicts_pods(*after);
    // The clock starts with the first taint, and a second one does not start it anew.
    if (has)
      tainted_.try_emplace(name, now);
    else
      tainted_.erase(name);
    if (!had && !has) return;
    for (const Ref<const Pod>& pod : snapshot.indexed<Pod>(kPodsByNode, name)) wake.now(key_of(*pod));
  }

  std::map<Text, TimePoint> tainted_;  // nodes with a NoExecute taint, and since when
};

}  // namespace

std::unique_ptr<Controller> taint_eviction_controller(const Settings&) {
  return std::make_unique<TaintEvictionController>();
}

}  // namespace podium::controllers
