// Keeps as many pods as a ReplicationController asks for, as for a ReplicaSet.
#include "control-plane/objects/kinds/replication_controller.h"
#include "control-plane/controllers/framework/controller.h"
#include "control-plane/controllers/pods/claim.h"
#include "control-plane/controllers/pods/indexes.h"
#include "control-plane/controllers/pods/replicas.h"
#include "control-plane/controllers/replica_set.h"
#include "control-plane/objects/kinds/pod.h"

namespace podium::controllers {

namespace {

LabelSelector selector_of(const ReplicationController& rc) {
  LabelSelector selector;
  selector.match_labels = rc.spec.value().selector;
  return selector;
}

bool selects(const Object& owner, const Labels& labels) {
  const LabelSelector selector = selector_of(static_cast<const ReplicationController&>(owner));
  return !selector.empty() && selector.matches(labels);
}

ReplicaSetStatus as_replica_set(const ReplicationControllerStatus& status) {
  return {status.replicas,
          status.fully_labeled_replicas,
          status.ready_replicas,
          status.available_replicas,
          status.observed_generation,
          status.conditions,
          status.rest};
}

ReplicationControllerStatus as_replication_controller(const ReplicaSetStatus& status) {
  return {status.replicas,
          status.fully_labeled_replicas,
          status.ready_replicas,
          status.available_replicas,
          status.observed_generation,
          status.conditions,
          status.rest};
}

class ReplicationControllers final : public Controller {
 public:
  explicit ReplicationControllers(ReplicaSetOptions options) : options_(options) {}

  std::string_view name() const override { return "replication-controller"; }
  std::vector<const KindInfo*> watches() const override {
    return {&ReplicationController::info(), &Pod::info()};
  }
  std::vector<const Index*> indexes() const override {
    return {&kPodsByController, &kPodsByNode, &kOrphanPods, &kReplicationControllersByNamespace};
  }
  int workers() const override { return options_.workers; }

  void observe(const Snapshot& snapshot, const Change& change, TimePoint, Wake& wake) override {
    if (change.of(ReplicationController::info())) return wake.now(key_of(change.latest()));
    wake_owners(snapshot, change, kReplicationControllersByNamespace, "ReplicationController", &selects,
                wake);
  }

  Plan reconcile(const Snapshot& snapshot, const Key& root, const Turn& turn) const override {
    Plan plan;
    const Ref<const ReplicationController> rc = snapshot.find<ReplicationController>(root);
    if (!rc || !rc->spec || rc->spec->selector.empty()) return plan;
    const ReplicationControllerSpec& spec = *rc->spec;
    const LabelSelector selector = selector_of(*rc);
    const Replicas replicas{rc,       spec.replicas.value_or(1), std::chrono::seconds(spec.min_ready_seconds),
                            selector, spec.template_.value(),    {rc->metadata.uid}};
    ReplicaSetStatus status = as_replica_set(rc->status.value());
    if (!keep_replicas(snapshot, replicas, options_.burst, turn, status, plan)) return plan;
    const Ref<ReplicationController> changed = copy(*rc);
    changed->status = Box<ReplicationControllerStatus>(as_replication_controller(status));
    plan.then(update_status(changed), true);
    return plan;
  }

 private:
  ReplicaSetOptions options_;
};

}  // namespace

std::unique_ptr<Controller> replication_controller_controller(const Settings& settings) {
  return std::make_unique<ReplicationControllers>(settings.get<ReplicaSetOptions>());
}

}  // namespace podium::controllers
