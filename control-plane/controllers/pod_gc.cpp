// Removes pods that nobody else will: of nodes that are gone, ended ones beyond a number, and those
// that wait for a kubelet that never comes.
//
// Kubernetes looks at all pods in each round. Here the suspects are noted as they turn up, and rounds
// happen, at the same times, only while there are some.
#include "control-plane/controllers/pod_gc.h"

#include <map>
#include <set>

#include "control-plane/controllers/framework/controller.h"
#include "control-plane/controllers/nodes/conditions.h"
#include "control-plane/controllers/pods/indexes.h"
#include "control-plane/controllers/pods/pod_state.h"

namespace podium::controllers {

namespace {

const Key kRound{{}, "round"};  // the one root

class PodGc final : public Controller {
 public:
  explicit PodGc(PodGcOptions options) : options_(options) {}

  std::string_view name() const override { return "pod-garbage-collector"; }
  std::vector<const KindInfo*> watches() const override { return {&Pod::info(), &Node::info()}; }
  std::vector<const Index*> indexes() const override { return {&kPodsByNode}; }

  void observe(const Snapshot& snapshot, const Change& change, TimePoint now, Wake& wake) override {
    const bool news =
        change.of(Node::info()) ? node_changed(change, now) : pod_changed(snapshot, change, now);
    if (news) wake.at(kRound, next_tick(now, options_.period));
  }

  Plan reconcile(const Snapshot& snapshot, const Key&, const Turn& turn) const override {
    Plan plan;
    if (const TimePoint round = next_tick(turn.now, options_.period); round != turn.now) {
      plan.wake_by(round);  // a retry waits for the next round
      return plan;
    }
    Step marks, removals;
    remove_terminated(snapshot, removals);
    remove_stranded(snapshot, turn.now, plan, marks, removals);
    remove_terminating(snapshot, removals);
    if (!marks.actions.empty()) plan.steps.push_back(std::move(marks));
    if (!removals.actions.empty()) plan.steps.push_back(std::move(removals));
    return plan;
  }

 private:
  bool node_changed(const Change& change, TimePoint now) {
    const Text& name = change.latest().metadata.name;
    if (change.after == nullptr) {
      missing_.try_emplace(name, next_tick(now, options_.period));
      out_of_service_.erase(name);
      return true;
    }
    missing_.erase(name);
    const Node& node = *as<Node>(change.after);
    const bool fenced =
        readiness(node) != Readiness::kTrue && has_taint(node, kOutOfServiceTaint, "NoExecute");
    if (!fenced) out_of_service_.erase(name);
    return fenced && out_of_service_.insert(name).second;
  }

  bool pod_changed(const Snapshot& snapshot, const Change& change, TimePoint now) {
    if (const Pod* before = as<Pod>(change.before)) {
      if (is_terminal(*before)) terminated_.erase({before->metadata.creation_timestamp, key_of(*before)});
      unscheduled_.erase(key_of(*before));
    }
    const Pod* after = as<Pod>(change.after);
    if (after == nullptr) return false;
    if (is_terminal(*after)) terminated_.insert({after->metadata.creation_timestamp, key_of(*after)});
    bool news = terminated_.size() > options_.terminated_threshold;
    const Text& node = after->spec.value().node_name;
    const bool deleting = after->metadata.deleting();
    if (node.empty()) return (deleting && unscheduled_.insert(key_of(*after)).second) || news;
    if (deleting && out_of_service_.count(node) != 0) news = true;
    const Pod* before = as<Pod>(change.before);
    const bool newly_bound = before == nullptr || before->spec.value().node_name.empty();
    if (newly_bound && !snapshot.find<Node>(Key{{}, node})) {
      missing_.try_emplace(node, next_tick(now, options_.period));
      news = true;
    }
    return news;
  }

  // The oldest beyond the threshold.
  void remove_terminated(const Snapshot& snapshot, Step& removals) const {
    if (options_.terminated_threshold == 0 || terminated_.size() <= options_.terminated_threshold) return;
    std::size_t surplus = terminated_.size() - options_.terminated_threshold;
    for (const auto& [born, key] : terminated_) {
      if (surplus-- == 0) return;
      if (const Ref<const Pod> pod = snapshot.find<Pod>(key)) removals.actions.push_back(remove(*pod));
    }
  }

  // Pods of nodes that have been missing for the length of the quarantine.
  void remove_stranded(const Snapshot& snapshot, TimePoint now, Plan& plan, Step& marks,
                       Step& removals) const {
    for (const auto& [node, since] : missing_) {
      const TimePoint due = next_tick(since + options_.quarantine, options_.period);
      if (now < due) {
        plan.wake_by(due);
        continue;
      }
      for (const Ref<const Pod>& pod : snapshot.indexed<Pod>(kPodsByNode, node)) {
        if (!is_terminal(*pod)) {
          const Ref<Pod> failed = disrupted(*pod, "DeletionByPodGC", "PodGC: node no longer exists", now);
          failed->status.edit().phase = "Failed";
          marks.actions.push_back(update_status(failed));
        }
        removals.actions.push_back(remove(*pod, Propagation::kDefault, 0));
      }
    }
  }

  // Pods being deleted for which no kubelet will ever answer.
  void remove_terminating(const Snapshot& snapshot, Step& removals) const {
    for (const Key& key : unscheduled_) {
      if (const Ref<const Pod> pod = snapshot.find<Pod>(key)) {
        removals.actions.push_back(remove(*pod, Propagation::kDefault, 0));
      }
    }
    for (const Text& node : out_of_service_) {
      for (const Ref<const Pod>& pod : snapshot.indexed<Pod>(kPodsByNode, node)) {
        if (pod->metadata.deleting()) removals.actions.push_back(remove(*pod, Propagation::kDefault, 0));
      }
    }
  }

  PodGcOptions options_;
  std::set<std::pair<TimePoint, Key>> terminated_;  // by creation
  std::set<Key> unscheduled_;                       // being deleted
  std::map<Text, TimePoint> missing_;               // nodes that have pods, or had: the round that noticed
  std::set<Text> out_of_service_;                   // nodes
};

}  // namespace

std::unique_ptr<Controller> pod_gc_controller(const Settings& settings) {
  return std::make_unique<PodGc>(settings.get<PodGcOptions>());
}

}  // namespace podium::controllers
