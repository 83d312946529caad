// Keeps as many pods as a ReplicaSet asks for.
#include "control-plane/controllers/replica_set.h"

#include "control-plane/controllers/framework/controller.h"
#include "control-plane/controllers/pods/claim.h"
#include "control-plane/controllers/pods/indexes.h"
#include "control-plane/controllers/pods/pod_state.h"
#include "control-plane/controllers/pods/replicas.h"
#include "control-plane/objects/kinds/replica_set.h"

namespace podium::controllers {

namespace {

// The ReplicaSets that have the same owner as `rs`, itself included: their pods are related.
std::vector<Text> family(const Snapshot& snapshot, const ReplicaSet& rs) {
  std::vector<Text> uids;
  const Text owner = controller_uid(rs);
  if (owner.empty()) return uids;
  for (const Ref<const ReplicaSet>& sibling : snapshot.indexed<ReplicaSet>(kReplicaSetsByController, owner)) {
    uids.push_back(sibling->metadata.uid);
  }
  return uids;
}

class ReplicaSetController final : public Controller {
 public:
  explicit ReplicaSetController(ReplicaSetOptions options) : options_(options) {}

  std::string_view name() const override { return "replicaset-controller"; }
  std::vector<const KindInfo*> watches() const override { return {&ReplicaSet::info(), &Pod::info()}; }
  std::vector<const Index*> indexes() const override {
    return {&kPodsByController, &kPodsByNode, &kOrphanPods, &kReplicaSetsByController,
            &kReplicaSetsByNamespace};
  }
  int workers() const override { return options_.workers; }

  void observe(const Snapshot& snapshot, const Change& change, TimePoint, Wake& wake) override {
    if (change.of(ReplicaSet::info())) return wake.now(key_of(change.latest()));
    wake_owners(snapshot, change, kReplicaSetsByNamespace, "ReplicaSet", &selected_by<ReplicaSet>, wake);
  }

  Plan reconcile(const Snapshot& snapshot, const Key& root, const Turn& turn) const override {
    Plan plan;
    const Ref<const ReplicaSet> rs = snapshot.find<ReplicaSet>(root);
    if (!rs || !rs->spec || !rs->spec->selector) return plan;
    const ReplicaSetSpec& spec = *rs->spec;
    const Replicas replicas{rs,
                            spec.replicas.value_or(1),
                            std::chrono::seconds(spec.min_ready_seconds),
                            *spec.selector,
                            spec.template_.value(),
                            family(snapshot, *rs)};
    ReplicaSetStatus status = rs->status.value();
    if (!keep_replicas(snapshot, replicas, options_.burst, turn, status, plan)) return plan;
    const Ref<ReplicaSet> changed = copy(*rs);
    changed->status = Box<ReplicaSetStatus>(std::move(status));
    plan.then(update_status(changed), true);
    return plan;
  }

 private:
  ReplicaSetOptions options_;
};

}  // namespace

std::unique_ptr<Controller> replica_set_controller(const Settings& settings) {
  return std::make_unique<ReplicaSetController>(settings.get<ReplicaSetOptions>());
}

}  // namespace podium::controllers
