// Evictions: deletions of pods that ask the budgets first (pkg/registry/core/pod/storage/eviction.go).
#include "control-plane/api/state.h"
#include "control-plane/codec/time_text.h"
#include "control-plane/objects/kinds/pod.h"
#include "control-plane/objects/kinds/pod_disruption_budget.h"

namespace podium {
namespace {

// Pods that no budget protects: they serve nobody, or are on their way out already.
bool unprotected(const Pod& pod) {
  return is_terminal(pod) || pod.status.value().phase == "Pending" || pod.metadata.deleting();
}

bool is_ready(const Pod& pod) { return holds(pod.status.value().conditions, "Ready"); }

// A pod that is not ready may go although nothing is left of the budget.
bool may_go_unready(const PodDisruptionBudget& budget) {
  if (budget.spec.value().unhealthy_pod_eviction_policy == "AlwaysAllow") return true;
  const PodDisruptionBudgetStatus& status = budget.status.value();
  return status.desired_healthy > 0 && status.current_healthy >= status.desired_healthy;
}

ApiStatus too_many(std::string message, std::string cause, int retry_after) {
  ApiStatus status;
  status.code = 429;
  status.reason = "TooManyRequests";
  status.message = std::move(message);
  status.causes = {{"DisruptionBudget", std::move(cause), ""}};
  status.retry_after_seconds = retry_after;
  return status;
}

ApiStatus refusal(const PodDisruptionBudget& budget) {
  constexpr const char* kMessage = "Cannot evict pod as it would violate the pod's disruption budget.";
  const std::string name = budget.metadata.name.str();
  const PodDisruptionBudgetStatus& status = budget.status.value();
  if (status.observed_generation < budget.metadata.generation)
    return too_many(kMessage, "The disruption budget " + name + " is still being processed by the server.",
                    10);
  if (status.disruptions_allowed > 0) return {};
  return too_many(kMessage,
                  "The disruption budget " + name + " needs " + std::to_string(status.desired_healthy) +
                      " healthy pods and has " + std::to_string(status.current_healthy) + " currently",
                  0);
}

ApiStatus several_budgets() {
  ApiStatus status;
  status.code = 500;
  status.reason = "InternalError";
  status.message =
      "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.";
  return status;
}

}  // namespace

// The budget is charged at once, so that evictions asked for together cannot overdraw it; its controller
// finds the pod among the disrupted ones until it sees it go.
ApiStatus ApiServer::State::charge_budget(const Pod& pod, bool dry_run) {
  Ref<const PodDisruptionBudget> budget;
  bool several = false;
  store.each(PodDisruptionBudget::info(), pod.metadata.namespace_, [&](const ObjectRef& object) {
    const auto candidate = as<PodDisruptionBudget>(object);
    if (!guards(*candidate, pod.metadata)) return;
    several = several || budget;
    budget = candidate;
  });
  if (several) return several_budgets();
  if (!budget || (!is_ready(pod) && may_go_unready(*budget))) return {};
  if (ApiStatus refused = refusal(*budget); !refused.ok() || dry_run) return refused;
  const Ref<PodDisruptionBudget> charged = copy(*budget);
  PodDisruptionBudgetStatus& status = charged->status.edit();
  --status.disruptions_allowed;
  status.disrupted_pods.set(pod.metadata.name, format_time(executor.now()));
  record(budget.get(), charged.get());
  store.update(charged);
  return {};
}

ApiResponse ApiServer::State::evict(const ApiRequest& request) {
  const auto pod = as<Pod>(store.get(Pod::info(), request.key));
  if (!pod) return fail(not_found(Pod::info(), request.key.name));
  if (ApiStatus status = check_node(request, pod.get(), nullptr); !status.ok())
    return fail(std::move(status));
  ApiRequest deletion;
  deletion.verb = Verb::kDelete;
  deletion.kind = &Pod::info();
  deletion.key = request.key;
  deletion.remove = request.remove;
  deletion.dry_run = true;  // what stands against a deletion stands against an eviction
  if (ApiResponse refused = remove(deletion); !refused.status.ok()) return refused;
  deletion.dry_run = request.dry_run;
  deletion.remove.resource_version = 0;  // it held; the pod is about to get another
  if (!unprotected(*pod)) {
    if (ApiStatus refused = charge_budget(*pod, request.dry_run); !refused.ok()) return fail(refused);
    if (!request.dry_run) {
      const Ref<Pod> target = copy(*pod);
      set_condition(target->status.edit().conditions,
                    {"DisruptionTarget", "True", "EvictionByEvictionAPI", "Eviction API: evicting"},
                    executor.now());
      record(pod.get(), target.get());
      store.update(target);
    }
  }
  const ApiResponse deleted = remove(deletion);
  return deleted.status.ok() ? ok(nullptr, 201) : deleted;
}

}  // namespace podium
