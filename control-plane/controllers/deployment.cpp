// Replaces the pods of a Deployment when its template changes, and keeps its ReplicaSets in step.
#include "control-plane/controllers/deployment.h"

#include <algorithm>
#include <tuple>

#include "control-plane/controllers/framework/controller.h"
#include "control-plane/controllers/pods/claim.h"
#include "control-plane/controllers/pods/indexes.h"
#include "control-plane/controllers/pods/pod_state.h"
#include "control-plane/controllers/rollout/draft.h"
#include "control-plane/controllers/rollout/revision.h"

namespace podium::controllers {

namespace {

// Adopts matching orphans, lets go of what no longer matches.
Step claim_sets(const Snapshot& snapshot, const Deployment& d, const ReplicaSets& owned) {
  Step step;
  const LabelSelector& selector = *d.spec->selector;
  if (!d.metadata.deleting()) {
    for (const auto& rs : snapshot.indexed<ReplicaSet>(kOrphanReplicaSets, d.metadata.namespace_)) {
      if (!rs->metadata.deleting() && selector.matches(rs->metadata.labels)) {
        step.actions.push_back(update(adopted(*rs, d)));
      }
    }
  }
  for (const Ref<const ReplicaSet>& rs : owned) {
    if (!selector.matches(rs->metadata.labels)) step.actions.push_back(update(released(*rs, d)));
  }
  return step;
}

Sets sort_out(const Deployment& d, ReplicaSets owned) {
  std::sort(owned.begin(), owned.end(), [](const Ref<const ReplicaSet>& a, const Ref<const ReplicaSet>& b) {
    return std::tie(a->metadata.creation_timestamp, a->metadata.name) <
           std::tie(b->metadata.creation_timestamp, b->metadata.name);
  });
  Sets sets;
  sets.newest = find_newest(d, owned);
  for (Ref<const ReplicaSet>& rs : owned) {
    if (!(rs == sets.newest)) sets.old.push_back(std::move(rs));
  }
  return sets;
}

// Being paused stops the clock of the progress deadline; being resumed starts it anew.
void note_pause(Draft& draft) {
  const Deployment& d = *draft.deployment;
  if (!has_progress_deadline(d)) return;
  const Condition* progressing = find_condition(draft.conditions, "Progressing");
  if (progressing != nullptr && progressing->reason == "ProgressDeadlineExceeded") return;
  const bool noted = progressing != nullptr && progressing->reason == "DeploymentPaused";
  if (d.spec->paused && !noted) {
    put_condition(draft.conditions, "Progressing", "Unknown", "DeploymentPaused", "Deployment is paused",
                  draft.now);
  } else if (!d.spec->paused && noted) {
    put_condition(draft.conditions, "Progressing", "Unknown", "DeploymentResumed", "Deployment is resumed",
                  draft.now);
  }
}

// spec.replicas is not what the sets were last scaled for.
bool is_scaling(const Deployment& d, const Sets& sets) {
  for (const Ref<const ReplicaSet>& rs : with_replicas(sets.all())) {
    const Text* desired = rs->metadata.annotations.find(kDesiredReplicas);
    if (desired != nullptr && *desired != std::to_string(replicas_of(d))) return true;
  }
  return false;
}

// Tells in the status that the last attempt to create a ReplicaSet failed, before the next one.
void note_create_error(Draft& draft, const Failure* failure) {
  const Deployment& d = *draft.deployment;
  if (failure == nullptr || failure->verb != Verb::kCreate || draft.sets.newest || !has_progress_deadline(d))
    return;
  const std::string name = new_replica_set(d, draft.sets.old)->metadata.name.str();
  put_condition(draft.conditions, "Progressing", "False", "ReplicaSetCreateError",
                "Failed to create new replica set \"" + name + "\": " + failure->message, draft.now);
  if (draft.conditions == d.status.value().conditions) return;
  const Ref<Deployment> told = copy(d);
  told->status.edit().conditions = draft.conditions;
  draft.plan.then(update_status(told));
}

class DeploymentController final : public Controller {
 public:
  explicit DeploymentController(DeploymentOptions options) : options_(options) {}

  std::string_view name() const override { return "deployment-controller"; }
  std::vector<const KindInfo*> watches() const override {
    return {&Deployment::info(), &ReplicaSet::info(), &Pod::info()};
  }
  std::vector<const Index*> indexes() const override {
    return {&kReplicaSetsByController, &kOrphanReplicaSets, &kDeploymentsByNamespace};
  }
  int workers() const override { return options_.workers; }

  void observe(const Snapshot& snapshot, const Change& change, TimePoint, Wake& wake) override {
    if (change.of(Deployment::info())) return wake.now(key_of(change.latest()));
    if (change.of(Pod::info())) return pod_changed(snapshot, change, wake);
    if (change.before != nullptr) wake_owner(*change.before, wake);
    if (change.after == nullptr) return;
    wake_owner(*change.after, wake);
    if (change.after->metadata.controller() == nullptr) wake_adopters(snapshot, *change.after, wake);
  }

  Plan reconcile(const Snapshot& snapshot, const Key& root, const Turn& turn) const override {
    const Ref<const Deployment> d = snapshot.find<Deployment>(root);
    if (!d || !d->spec || !d->spec->selector || !d->spec->template_) return {};
    ReplicaSets owned = snapshot.indexed<ReplicaSet>(kReplicaSetsByController, d->metadata.uid);
    if (Step claims = claim_sets(snapshot, *d, owned); !claims.actions.empty()) {
      Plan plan;
      plan.steps.push_back(std::move(claims));
      plan.wake_by(turn.now);
      return plan;
    }
    Draft draft(d, sort_out(*d, std::move(owned)), turn.now);
    if (d->metadata.deleting()) return finish(std::move(draft), false);
    note_pause(draft);
    refresh_newest(draft);
    if (d->spec->paused || is_scaling(*d, draft.sets)) return scale(std::move(draft));
    note_create_error(draft, turn.failure);
    if (!is_rolling(*d)) {
      recreate(draft, snapshot);
    } else if (add_newest(draft, snapshot)) {
      roll(draft);
    }
    return finish(std::move(draft), true);
  }

 private:
  static Plan scale(Draft draft) {
    const bool paused = draft.deployment->spec->paused;
    scale_sets(draft);
    if (paused) clean_up(draft);
    return finish(std::move(draft), false);
  }

  static void wake_owner(const Object& set, Wake& wake) {
    const OwnerReference* owner = set.metadata.controller();
    if (owner != nullptr && owner->kind == "Deployment") wake.now(Key{set.metadata.namespace_, owner->name});
  }

  static void wake_adopters(const Snapshot& snapshot, const Object& set, Wake& wake) {
    for (const auto& d : snapshot.indexed<Deployment>(kDeploymentsByNamespace, set.metadata.namespace_)) {
      const LabelSelector* selector = d->spec.value().selector.get();
      if (selector != nullptr && !selector->empty() && selector->matches(set.metadata.labels))
        wake.now(key_of(*d));
    }
  }

  // Only Recreate waits for pods: for the last old one to be gone.
  static void pod_changed(const Snapshot& snapshot, const Change& change, Wake& wake) {
    const auto* after = static_cast<const Pod*>(change.after);
    if (after != nullptr && !is_terminal(*after)) return;
    const OwnerReference* owner = change.latest().metadata.controller();
    if (owner == nullptr || !(owner->kind == "ReplicaSet")) return;
    const auto set = snapshot.find<ReplicaSet>(Key{change.latest().metadata.namespace_, owner->name});
    const OwnerReference* top = set ? set->metadata.controller() : nullptr;
    if (top == nullptr) return;
    const auto d = snapshot.find<Deployment>(Key{set->metadata.namespace_, top->name});
    if (d && !is_rolling(*d)) wake.now(key_of(*d));
  }

  DeploymentOptions options_;
};

}  // namespace

std::unique_ptr<Controller> deployment_controller(const Settings& settings) {
  return std::make_unique<DeploymentController>(settings.get<DeploymentOptions>());
}

}  // namespace podium::controllers
