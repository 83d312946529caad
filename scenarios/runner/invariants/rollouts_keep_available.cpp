// While a Deployment rolls, its ReplicaSets take away no pod that its strategy counts on. They know no more
// than their caches say, so what ended by itself a moment ago is not held against them.
#include <map>

#include "control-plane/controllers/rollout/arithmetic.h"
#include "control-plane/objects/kinds/pod.h"
#include "scenarios/runner/invariant.h"

namespace podium::scenario {
namespace {

constexpr Duration kLag = 15s;

bool available(const Pod& pod) {
  return holds(pod.status.value().conditions, "Ready") && !pod.metadata.deleting();
}

Ref<const ReplicaSet> set_of(const Pod& pod, Cluster& cluster) {
  const OwnerReference* owner = pod.metadata.controller();
  if (owner == nullptr || !(owner->kind == "ReplicaSet")) return nullptr;
  return cluster.ClusterView::find<ReplicaSet>(Key{pod.metadata.namespace_, owner->name});
}

Ref<const Deployment> deployment_of(const ReplicaSet& set, Cluster& cluster) {
  const OwnerReference* owner = set.metadata.controller();
  if (owner == nullptr) return nullptr;
  return cluster.ClusterView::find<Deployment>(Key{set.metadata.namespace_, owner->name});
}

class RolloutsKeepAvailable final : public Invariant {
 public:
  std::vector<const KindInfo*> kinds() const override { return {&Pod::info(), &Deployment::info()}; }

  std::string changed(const StoreChange& change, Cluster& cluster) override {
    if (const auto* deployment = as<Deployment>(change.object.get())) {
      note(*deployment, as<Deployment>(change.previous.get()), cluster.now());
      return {};
    }
    const auto* before = as<Pod>(change.previous.get());
    const auto& after = static_cast<const Pod&>(*change.object);
    if (before == nullptr || !available(*before)) return {};
    if (change.type != ChangeType::kDeleted && available(after)) return {};
    const Ref<const ReplicaSet> set = set_of(after, cluster);
    const Ref<const Deployment> deployment = set ? deployment_of(*set, cluster) : nullptr;
    if (!deployment) return {};
    const bool taken = change.type == ChangeType::kDeleted || after.metadata.deleting();
    if (!taken || !surplus(*set, cluster)) {  // it was not its set that took it away
      disturbed_[deployment->metadata.uid] = cluster.now();
      return {};
    }
    return judge(*deployment, after, cluster);
  }

 private:
  void note(const Deployment& after, const Deployment* before, TimePoint now) {
    if (before == nullptr || controllers::replicas_of(*before) != controllers::replicas_of(after))
      disturbed_[after.metadata.uid] = now;
  }

  // Had the set, with the pod that went, more pods than it is to have?
  static bool surplus(const ReplicaSet& set, Cluster& cluster) {
    int pods = 1;
    for (const auto& pod : cluster.all<Pod>(set.metadata.namespace_)) {
      const OwnerReference* owner = pod->metadata.controller();
      const bool lives = !pod->metadata.deleting() && !(pod->status.value().phase == "Failed");
      pods += owner != nullptr && owner->uid == set.metadata.uid && lives ? 1 : 0;
    }
    return pods > controllers::replicas_of(set);
  }

  std::string judge(const Deployment& deployment, const Pod& gone, Cluster& cluster) const {
    const auto disturbed = disturbed_.find(deployment.metadata.uid);
    if (disturbed != disturbed_.end() && cluster.now() - disturbed->second < kLag) return {};
    if (!controllers::is_rolling(deployment)) return {};
    int left = 0;
    for (const auto& pod : cluster.all<Pod>(deployment.metadata.namespace_)) {
      const Ref<const ReplicaSet> set = available(*pod) ? set_of(*pod, cluster) : nullptr;
      const OwnerReference* owner = set ? set->metadata.controller() : nullptr;
      left += owner != nullptr && owner->uid == deployment.metadata.uid ? 1 : 0;
    }
    const int least = controllers::replicas_of(deployment) - controllers::max_unavailable(deployment);
    return left >= least ? std::string()
                         : "the end of " + gone.metadata.name.str() + " left " + std::to_string(left) +
                               " available pods, of " + std::to_string(least) + " that deployment " +
                               deployment.metadata.name.str() + " promises";
  }

  std::map<Text, TimePoint> disturbed_;  // by uid of the Deployment
};

}  // namespace

InvariantKind rollouts_keep_available_invariant() {
  return {"rollouts-keep-available", "a rolling update takes no pod away that its strategy counts on",
          []() -> std::unique_ptr<Invariant> { return std::make_unique<RolloutsKeepAvailable>(); }};
}

}  // namespace podium::scenario
