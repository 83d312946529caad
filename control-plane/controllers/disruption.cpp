// Counts, for each PodDisruptionBudget, how many of its pods may be evicted now (pkg/controller/disruption).
#include "control-plane/controllers/disruption.h"

#include <map>

#include "control-plane/codec/time_text.h"
#include "control-plane/controllers/framework/controller.h"
#include "control-plane/controllers/pods/pod_state.h"
#include "control-plane/objects/kinds/deployment.h"
#include "control-plane/objects/kinds/pod_disruption_budget.h"
#include "control-plane/objects/kinds/replica_set.h"
#include "control-plane/objects/kinds/replication_controller.h"
#include "control-plane/objects/kinds/stateful_set.h"

namespace podium::controllers {

namespace {

using Pods = std::vector<Ref<const Pod>>;

// What of a pod its budgets look at.
bool differ(const Pod* before, const Pod* after) {
  return before == nullptr || after == nullptr || !(before->metadata.labels == after->metadata.labels) ||
         is_ready(*before) != is_ready(*after) || is_active(*before) != is_active(*after);
}

template <class T>
std::int32_t replicas_of(const T& workload) {
  return workload.spec.value().replicas.value_or(1);
}

// A controller and the number of pods that it is meant to have; a ReplicaSet speaks for its Deployment.
struct Scale {
  Text uid;
  std::int32_t replicas = 0;
};

template <class T>
std::optional<Scale> scale_in(const Snapshot& snapshot, const Text& space, const OwnerReference& owner) {
  const Ref<const T> workload = snapshot.find<T>(Key{space, owner.name});
  if (!workload || !(workload->metadata.uid == owner.uid)) return std::nullopt;
  return Scale{owner.uid, replicas_of(*workload)};
}

std::optional<Scale> scale_of(const Snapshot& snapshot, const Text& space, const OwnerReference& owner) {
  if (owner.kind == "StatefulSet") return scale_in<StatefulSet>(snapshot, space, owner);
  if (owner.kind == "ReplicationController") return scale_in<ReplicationController>(snapshot, space, owner);
  if (owner.kind != "ReplicaSet") return std::nullopt;
  const Ref<const ReplicaSet> set = snapshot.find<ReplicaSet>(Key{space, owner.name});
  if (!set || !(set->metadata.uid == owner.uid)) return std::nullopt;
  const OwnerReference* above = set->metadata.controller();
  if (above != nullptr && above->kind == "Deployment") return scale_in<Deployment>(snapshot, space, *above);
  return Scale{owner.uid, replicas_of(*set)};
}

struct Expectation {
  std::int32_t pods = 0, healthy = 0;
  std::string trouble;  // why nothing can be expected; empty if it can
};

// The sum of the scales of the pods' controllers.
std::int32_t expected_scale(const Snapshot& snapshot, const Pods& pods, std::string& trouble) {
  std::map<Text, std::int32_t> scales;
  for (const Ref<const Pod>& pod : pods) {
    const OwnerReference* owner = pod->metadata.controller();
    if (owner == nullptr) {
      trouble = "found no controller ref for pod \"" + pod->metadata.name.str() + "\"";
      return 0;
    }
    const std::optional<Scale> scale = scale_of(snapshot, pod->metadata.namespace_, *owner);
    if (scale) scales[scale->uid] = scale->replicas;
  }
  std::int32_t sum = 0;
  for (const auto& [uid, replicas] : scales) sum += replicas;
  return sum;
}

Expectation expectation(const Snapshot& snapshot, const PodDisruptionBudgetSpec& spec, const Pods& pods) {
  Expectation expected;
  if (spec.max_unavailable) {
    expected.pods = expected_scale(snapshot, pods, expected.trouble);
    const std::int32_t spare = spec.max_unavailable->scaled(expected.pods, true).value_or(0);
    expected.healthy = std::max(0, expected.pods - spare);
  } else if (spec.min_available && spec.min_available->is_text()) {
    expected.pods = expected_scale(snapshot, pods, expected.trouble);
    expected.healthy = spec.min_available->scaled(expected.pods, true).value_or(0);
  } else if (spec.min_available) {
    expected.pods = static_cast<std::int32_t>(pods.size());
    expected.healthy = spec.min_available->number;
  }
  return expected;
}

// Granted evictions that have not come to pass yet; `wake` when the next of them is given up.
Labels still_disrupted(const Labels& before, const Pods& pods, TimePoint now, Duration timeout, Plan& plan) {
  Labels still;
  for (const Ref<const Pod>& pod : pods) {
    const Text* since = before.find(pod->metadata.name);
    if (since == nullptr || pod->metadata.deleting()) continue;
    const TimePoint until = parse_time(*since).value_or(TimePoint{}) + timeout;
    if (until <= now) continue;
    still.set(pod->metadata.name, *since);
    plan.wake_by(until);
  }
  return still;
}

class Disruption final : public Controller {
 public:
  explicit Disruption(DisruptionOptions options) : options_(options) {}

  std::string_view name() const override { return "disruption-controller"; }
  std::vector<const KindInfo*> watches() const override {
    return {&PodDisruptionBudget::info(), &Pod::info(),         &ReplicaSet::info(),
            &Deployment::info(),          &StatefulSet::info(), &ReplicationController::info()};
  }
  int workers() const override { return 1; }

  void observe(const Snapshot& snapshot, const Change& change, TimePoint, Wake& wake) override {
    if (change.of(PodDisruptionBudget::info())) {
      if (change.after != nullptr) wake.now(key_of(*change.after));
      return;
    }
    const Pod *before = as<Pod>(change.before), *after = as<Pod>(change.after);
    const bool pod = change.of(Pod::info());
    const Text& space = change.latest().metadata.namespace_;
    snapshot.each_in(PodDisruptionBudget::info(), space, [&](const ObjectRef& object) {
      const auto& budget = static_cast<const PodDisruptionBudget&>(*object);
      const bool covered = (before != nullptr && guards(budget, before->metadata)) ||
                           (after != nullptr && guards(budget, after->metadata));
      if (!pod || (covered && differ(before, after))) wake.now(key_of(budget));
    });
  }

  Plan reconcile(const Snapshot& snapshot, const Key& root, const Turn& turn) const override {
    Plan plan;
    const auto budget = snapshot.find<PodDisruptionBudget>(root);
    if (!budget) return plan;
    Pods pods;
    snapshot.each_in(Pod::info(), root.namespace_, [&](const ObjectRef& object) {
      const Ref<const Pod> pod = as<Pod>(object);
      if (guards(*budget, pod->metadata) && !is_terminal(*pod)) pods.push_back(pod);
    });
    if (pods.empty()) plan.notes.push_back({budget, false, "NoPods", "No matching pods found"});
    const Ref<PodDisruptionBudget> fresh = copy(*budget);
    judge(snapshot, *fresh, pods, turn.now, plan);
    if (fresh->status == budget->status) {
      Plan later;
      later.wake_at = plan.wake_at;
      return later;
    }
    plan.then(update_status(fresh));
    return plan;
  }

 private:
  void judge(const Snapshot& snapshot, PodDisruptionBudget& budget, const Pods& pods, TimePoint now,
             Plan& plan) const {
    const PodDisruptionBudgetSpec& spec = budget.spec.value();
    PodDisruptionBudgetStatus& status = budget.status.edit();
    const Expectation expected = expectation(snapshot, spec, pods);
    status.disrupted_pods =
        still_disrupted(status.disrupted_pods, pods, now, options_.deletion_timeout, plan);
    status.current_healthy = 0;
    for (const Ref<const Pod>& pod : pods) {
      const bool counts = is_ready(*pod) && !pod->metadata.deleting();
      if (counts && !status.disrupted_pods.contains(pod->metadata.name)) ++status.current_healthy;
    }
    status.expected_pods = expected.pods;
    status.desired_healthy = expected.healthy;
    const std::int32_t spare = status.current_healthy - expected.healthy;
    status.disruptions_allowed = expected.pods <= 0 || !expected.trouble.empty() ? 0 : std::max(0, spare);
    status.observed_generation = budget.metadata.generation;
    Condition allowed{"DisruptionAllowed", status.disruptions_allowed > 0 ? "True" : "False"};
    allowed.reason = status.disruptions_allowed > 0 ? "SufficientPods" : "InsufficientPods";
    if (!expected.trouble.empty()) {
      allowed.reason = "SyncFailed";
      allowed.message = expected.trouble;
      plan.notes.push_back({ObjectRef::share(&budget), true, "CalculateExpectedPodCountFailed",
                            "Failed to calculate the number of expected pods: " + expected.trouble});
    }
    allowed.observed_generation = budget.metadata.generation;
    set_condition(status.conditions, allowed, now);
  }

  DisruptionOptions options_;
};

}  // namespace

std::unique_ptr<Controller> disruption_controller(const Settings& settings) {
  return std::make_unique<Disruption>(settings.get<DisruptionOptions>());
}

}  // namespace podium::controllers
