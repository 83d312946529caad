// Keeps a pod on every node that fits.
#include "control-plane/controllers/daemon_set.h"

#include "control-plane/controllers/daemons/failed_pods.h"
#include "control-plane/controllers/daemons/roster.h"
#include "control-plane/controllers/history/revisions.h"
#include "control-plane/controllers/pods/claim.h"
#include "control-plane/controllers/pods/indexes.h"
#include "control-plane/controllers/pods/pod_state.h"

namespace podium::controllers {

namespace {

Step creations(const Roster& roster, const std::vector<Text>& nodes, std::size_t burst) {
  Step step;
  step.slow_start = true;
  for (const Text& node : nodes) {
    if (step.actions.size() == burst) break;
    step.actions.push_back(create(daemon_pod(*roster.set, node, roster.hash))
                               .telling(roster.set, {"SuccessfulCreate", "Created pod: ", true},
                                        {"FailedCreate", "Error creating: ", true}));
  }
  return step;
}

Step deletions(const Roster& roster, const std::vector<Ref<const Pod>>& pods, std::size_t burst) {
  Step step;
  step.always = true;
  for (const Ref<const Pod>& pod : pods) {
    if (step.actions.size() == burst) break;
    step.actions.push_back(remove(*pod).telling(roster.set, {"SuccessfulDelete", "Deleted pod: ", true},
                                                {"FailedDelete", "Error deleting: ", true}));
  }
  return step;
}

// Several revisions of one template, as adoption may leave them, become the newest of them.
void merge_duplicates(const Roster& roster, const History& history, Plan& plan) {
  if (history.duplicates.empty()) return;
  Step relabelling, removals;
  std::set<Text> hashes;
  for (const RevisionRef& revision : history.duplicates) {
    hashes.insert(revision->metadata.labels.get(kRevisionHash));
    removals.actions.push_back(remove(*revision));
  }
  for (const auto& [node, post] : roster.posts) {
    for (const Ref<const Pod>& pod : post.pods) {
      if (hashes.count(pod->metadata.labels.get(kRevisionHash)) == 0) continue;
      const Ref<Pod> changed = copy(*pod);
      changed->metadata.labels.set(Text(kRevisionHash), roster.hash);
      relabelling.actions.push_back(update(changed));
    }
  }
  if (!relabelling.actions.empty()) plan.steps.push_back(std::move(relabelling));
  plan.steps.push_back(std::move(removals));
}

// Old revisions beyond the limit, but for those that pods are still of.
void trim_history(const Roster& roster, const History& history, Plan& plan) {
  std::vector<RevisionRef> old;
  for (const RevisionRef& revision : history.known) {
    const bool current = revision->data == history.newest->data;
    if (!current) old.push_back(revision);
  }
  const int surplus =
      static_cast<int>(old.size()) - roster.set->spec.value().revision_history_limit.value_or(10);
  if (surplus <= 0) return;
  std::set<Text> in_use;
  for (const auto& [node, post] : roster.posts) {
    for (const Ref<const Pod>& pod : post.pods) in_use.insert(pod->metadata.labels.get(kRevisionHash));
  }
  std::set<Text> spared;
  for (const RevisionRef& revision : old) {
    if (in_use.count(revision->metadata.labels.get(kRevisionHash)) != 0)
      spared.insert(revision->metadata.name);
  }
  forget_oldest(old, surplus, spared, plan);
}

void write_status(const DaemonSet& set, DaemonSetStatus status, Plan& plan) {
  if (status == set.status.value()) return;
  const Ref<DaemonSet> changed = copy(set);
  changed->status = Box<DaemonSetStatus>(std::move(status));
  plan.then(update_status(changed), true);
}

// When the next ready pod becomes available.
TimePoint next_available(const Roster& roster) {
  TimePoint next = kForever;
  for (const auto& [node, post] : roster.posts) {
    for (const Ref<const Pod>& pod : post.pods) {
      const TimePoint due = available_at(*pod, roster.min_ready());
      if (due > roster.now) next = std::min(next, due);
    }
  }
  return next;
}

class DaemonSetController final : public Controller {
 public:
  explicit DaemonSetController(DaemonSetOptions options)
      : options_(options), failed_pods_(options.failed_pods) {}

  std::string_view name() const override { return "daemonset-controller"; }
  std::vector<const KindInfo*> watches() const override {
    return {&DaemonSet::info(), &Pod::info(), &Node::info(), &ControllerRevision::info()};
  }
  std::vector<const Index*> indexes() const override {
    return {&kPodsByController, &kOrphanPods, &kDaemonSetsByNamespace, &kRevisionsByController,
            &kOrphanRevisions};
  }
  int workers() const override { return options_.workers; }

  void observe(const Snapshot& snapshot, const Change& change, TimePoint now, Wake& wake) override {
    if (change.of(DaemonSet::info())) {
      if (change.after == nullptr) failed_pods_.forget(change.before->metadata.uid);
      wake.now(key_of(change.latest()));
    } else if (change.of(Node::info())) {
      node_changed(snapshot, as<Node>(change.before), as<Node>(change.after), wake);
    } else if (change.of(Pod::info())) {
      failed_pods_.pod_changed(as<Pod>(change.before), as<Pod>(change.after), now);
      wake_owners(snapshot, change, kDaemonSetsByNamespace, "DaemonSet", &selected_by<DaemonSet>, wake);
    } else if (const OwnerReference* owner = change.latest().metadata.controller()) {
      const bool ours = change.after == nullptr && owner->kind == "DaemonSet";
      if (ours) wake.now(Key{change.latest().metadata.namespace_, owner->name});
    }
  }

  Plan reconcile(const Snapshot& snapshot, const Key& root, const Turn& turn) const override {
    Plan plan;
    const Ref<const DaemonSet> set = snapshot.find<DaemonSet>(root);
    if (!set || !set->spec || !set->spec->selector || set->metadata.deleting()) return plan;
    if (set->spec->selector->empty()) {
      plan.notes.push_back({set, true, "SelectingAll",
                            "This daemon set is selecting all pods. A non-empty selector is required."});
      return plan;
    }
    Step claims = claim_pods(snapshot, *set, *set->spec->selector, snapshot.tallies().of(set->metadata.uid));
    if (!claims.actions.empty()) {
      // Counting waits until the claims are settled.
      plan.steps.push_back(std::move(claims));
      plan.wake_by(turn.now);
      return plan;
    }
    work(snapshot, set, turn.now, plan);
    return plan;
  }

 private:
  void node_changed(const Snapshot& snapshot, const Node* before, const Node* after, Wake& wake) {
    if (before != nullptr && after != nullptr && before->spec == after->spec &&
        before->metadata.labels == after->metadata.labels) {
      return;
    }
    snapshot.each<DaemonSet>([&](const Ref<const DaemonSet>& set) {
      const Fitness was = before != nullptr ? fitness(*set, *before) : Fitness();
      const Fitness is = after != nullptr ? fitness(*set, *after) : Fitness();
      if (!(was == is)) wake.now(key_of(*set));
    });
  }

  void work(const Snapshot& snapshot, const Ref<const DaemonSet>& set, TimePoint now, Plan& plan) const {
    DaemonSetStatus status = set->status.value();
    const DaemonSetSpec& spec = *set->spec;
    const History history = record_template(
        snapshot, {*set, *spec.selector, spec.template_, status.collision_count, kRevisionHash}, plan);
    if (!history.newest) {
      status.collision_count = status.collision_count.value_or(0) + 1;
      return write_status(*set, std::move(status), plan);
    }
    const Roster roster = roster_of(snapshot, set, history.hash, now);
    Moves moves = fill_posts(
        roster, [&](const Text& node) { return failed_pods_.kept_until(set->metadata.uid, node); });
    plan.wake_by(moves.wake_at);
    for (Note& note : moves.notes) plan.notes.push_back(std::move(note));
    if (moves.empty() && spec.update_strategy.type_ == "RollingUpdate") moves = roll_posts(roster);
    const auto burst = static_cast<std::size_t>(options_.burst);
    plan.steps.push_back(creations(roster, moves.nodes, burst));
    plan.steps.push_back(deletions(roster, moves.condemned, burst));
    merge_duplicates(roster, history, plan);
    trim_history(roster, history, plan);
    plan.wake_by(next_available(roster));
    write_status(*set, status_of(roster), plan);
  }

  DaemonSetOptions options_;
  FailedPods failed_pods_;
};

}  // namespace

std::unique_ptr<Controller> daemon_set_controller(const Settings& settings) {
  return std::make_unique<DaemonSetController>(settings.get<DaemonSetOptions>());
}

}  // namespace podium::controllers
