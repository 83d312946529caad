// An eviction that was granted leaves as many healthy pods as the budget asks for. Who grants it knows no
// more than the budget's status says, so what became unhealthy a moment ago is not held against it.
#include <algorithm>

#include "control-plane/objects/kinds/pod.h"
#include "control-plane/objects/kinds/pod_disruption_budget.h"
#include "scenarios/runner/invariant.h"

namespace podium::scenario {
namespace {

constexpr Duration kLag = 15s;  // between an end of health and the status that tells of it

const podium::Condition* disruption(const Pod& pod) {
  const podium::Condition* found = find_condition(pod.status.value().conditions, "DisruptionTarget");
  return found != nullptr && found->is_true() ? found : nullptr;
}

bool healthy(const Pod& pod) {
  return holds(pod.status.value().conditions, "Ready") && !pod.metadata.deleting() &&
         disruption(pod) == nullptr;
}

bool evicted_now(const Pod* before, const Pod& after) {
  const podium::Condition* condition = disruption(after);
  return condition != nullptr && condition->reason == "EvictionByEvictionAPI" &&
         (before == nullptr || disruption(*before) == nullptr);
}

class BudgetsKept final : public Invariant {
 public:
  std::vector<const KindInfo*> kinds() const override { return {&Pod::info(), &PodDisruptionBudget::info()}; }

  std::string changed(const StoreChange& change, Cluster& cluster) override {
    const auto* after = as<Pod>(change.object.get());
    if (after == nullptr) {
      note_budget(change, cluster.now());
      return {};
    }
    const auto* before = as<Pod>(change.previous.get());
    if (before != nullptr && healthy(*before) && evicted_now(before, *after)) return judge(*after, cluster);
    const bool stays = change.type != ChangeType::kDeleted && healthy(*after);
    if (before != nullptr && healthy(*before) && !stays) disturbed_ = cluster.now();
    return {};
  }

 private:
  // What a user changes of a budget counts once its status has followed.
  void note_budget(const StoreChange& change, TimePoint now) {
    const auto* before = as<PodDisruptionBudget>(change.previous.get());
    const auto* after = as<PodDisruptionBudget>(change.object.get());
    if (before == nullptr || !(before->spec == after->spec)) disturbed_ = now;
  }

  std::string judge(const Pod& evicted, Cluster& cluster) const {
    if (disturbed_ != TimePoint{} && cluster.now() - disturbed_ < kLag) return {};
    for (const auto& budget : cluster.all<PodDisruptionBudget>(evicted.metadata.namespace_)) {
      if (!guards(*budget, evicted.metadata)) continue;
      int left = 0;
      for (const auto& pod : cluster.all<Pod>(evicted.metadata.namespace_))
        left += healthy(*pod) && guards(*budget, pod->metadata) ? 1 : 0;
      if (left < budget->status.value().desired_healthy)
        return "the eviction of " + evicted.metadata.name.str() + " left " + std::to_string(left) +
               " healthy pods, of " + std::to_string(budget->status.value().desired_healthy) +
               " that budget " + budget->metadata.name.str() + " asks for";
    }
    return {};
  }

  TimePoint disturbed_{};
};

}  // namespace

InvariantKind budgets_kept_invariant() {
  return {"budgets-kept", "no voluntary eviction leaves fewer healthy pods than a budget asks for",
          []() -> std::unique_ptr<Invariant> { return std::make_unique<BudgetsKept>(); }};
}

}  // namespace podium::scenario
