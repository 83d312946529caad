#include "control-plane/scheduler/preemption.h"

#include <algorithm>
#include <tuple>

#include "control-plane/scheduler/fit_error.h"

namespace podium {
namespace {

using Budgets = std::vector<Ref<const PodDisruptionBudget>>;
using Pods = std::vector<Ref<const Pod>>;

constexpr const char* kNoVictims = "No preemption victims found for incoming pod";

std::int64_t priority_of(const Pod& pod) { return pod.spec->priority.value_or(0); }

TimePoint start_of(const Pod& pod, TimePoint now) {
  const TimePoint start = pod.status.value().start_time;
  return start == TimePoint{} ? now : start;
}

NodeFailure unresolvable(std::string reason) { return {NodeFailure::kNobody, {false, {std::move(reason)}}}; }

// Unlike the API server, the scheduler takes an empty selector for one of no pod
// (filterPodsWithPDBViolation).
bool counts_for(const PodDisruptionBudget& budget, const Pod& pod) {
  return guards(budget, pod.metadata) && !budget.spec->selector->empty() && !pod.metadata.labels.empty();
}

// Splits pods into those whose eviction some budget forbids and the others, both in the order given. Each
// eviction uses up its budgets; pods whose eviction was granted before are free.
std::pair<Pods, Pods> by_budget(const Pods& pods, const Budgets& budgets) {
  if (budgets.empty()) return {{}, pods};
  std::vector<std::int64_t> allowed;
  for (const auto& budget : budgets) allowed.push_back(budget->status.value().disruptions_allowed);
  std::pair<Pods, Pods> split;
  for (const Ref<const Pod>& pod : pods) {
    bool violates = false;
    for (std::size_t i = 0; i < budgets.size(); ++i) {
      if (!counts_for(*budgets[i], *pod)) continue;
      if (budgets[i]->status.value().disrupted_pods.contains(pod->metadata.name)) continue;
      if (--allowed[i] < 0) violates = true;
    }
    (violates ? split.first : split.second).push_back(pod);
  }
  return split;
}

bool is_terminating_by_preemption(const Pod& pod) {
  const Condition* condition = find_condition(pod.status.value().conditions, "DisruptionTarget");
  return pod.metadata.deleting() && condition != nullptr && condition->is_true() &&
         condition->reason == "PreemptionByScheduler";
}

// The latest start among those victims that are the most important, the earliest one of them counting.
TimePoint earliest_start(const PreemptionCandidate& candidate, TimePoint now) {
  const std::int64_t top = priority_of(*candidate.victims.front());
  TimePoint earliest = now;
  for (const Ref<const Pod>& victim : candidate.victims) {
    if (priority_of(*victim) == top) earliest = std::min(earliest, start_of(*victim, now));
  }
  return earliest;
}

// Rows on which eviction may help, from a random one on, in turn.
std::vector<std::size_t> promising(const Placement& failed, Random& random) {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < failed.failures.size(); ++row) {
    if (failed.failures[row].rejection.resolvable) rows.push_back(row);
  }
  if (!rows.empty())
    std::rotate(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(random.below(rows.size())),
                rows.end());
  return rows;
}

std::string message_of(const std::vector<std::pair<std::size_t, NodeFailure>>& tried, std::size_t nodes) {
  std::vector<NodeFailure> failures;
  for (const auto& [row, failure] : tried) failures.push_back(failure);
  failures.resize(nodes, unresolvable("Preemption is not helpful for scheduling"));
  return "preemption: " + fit_message(failures);
}

}  // namespace

bool more_important(const Pod& a, const Pod& b, TimePoint now) {
  if (priority_of(a) != priority_of(b)) return priority_of(a) > priority_of(b);
  return start_of(a, now) < start_of(b, now);
}

std::size_t best_candidate(const std::vector<PreemptionCandidate>& candidates, TimePoint now) {
  constexpr std::int64_t kAboveZero = std::int64_t{1} << 31;  // no priority is negative then
  const auto rank = [&](const PreemptionCandidate& candidate) {
    std::int64_t sum = 0, top = candidate.victims.empty() ? 0 : priority_of(*candidate.victims.front());
    for (const Ref<const Pod>& victim : candidate.victims) sum += priority_of(*victim) + kAboveZero;
    const TimePoint start = candidate.victims.empty() ? now : earliest_start(candidate, now);
    return std::tuple(candidate.budgets_violated, top, sum, candidate.victims.size(), now - start);
  };
  std::size_t best = 0;
  for (std::size_t i = 1; i < candidates.size(); ++i) {
    if (rank(candidates[i]) < rank(candidates[best])) best = i;
  }
  return best;
}

std::string not_eligible(const PodView& pod, const SchedulingView& view, const Placement& failed) {
  if (pod.spec().preemption_policy == "Never") return "not eligible due to preemptionPolicy=Never.";
  const Text& nominated = pod.pod->status.value().nominated_node_name;
  const int row = nominated.empty() ? -1 : view.nodes().find(nominated);
  if (row < 0) return {};
  const auto at = static_cast<std::size_t>(row);
  if (at < failed.failures.size() && !failed.failures[at].rejection.resolvable) return {};
  for (const Ref<const Pod>& other : view.pods_on(at)) {
    if (priority_of(*other) < pod.priority() && is_terminating_by_preemption(*other))
      return "not eligible due to a terminating pod on the nominated node.";
  }
  return {};
}

struct Preemptor::Question {
  const PodView& pod;
  SchedulingView& view;
  const PodFilters& prepared;
  const Budgets& budgets;
  TimePoint now;
};

// Takes all less important pods away; if the pod fits then, gives back as many as it can, those first whose
// eviction a budget forbids.
std::optional<PreemptionCandidate> Preemptor::try_node(const Question& q, std::size_t row,
                                                       NodeFailure& failure) const {
  Pods lesser;
  for (const Ref<const Pod>& other : q.view.pods_on(row)) {
    if (priority_of(*other) < q.pod.priority()) lesser.push_back(other);
  }
  if (lesser.empty()) return std::nullopt;
  const auto fits = [&] { return fits_with_nominated(plugins_, q.pod, q.view, row, q.prepared); };
  SchedulingView::Trial trial(q.view, row);
  for (const Ref<const Pod>& other : lesser) trial.take(other);
  if (!fits()) {
    failure = *failure_with_nominated(plugins_, q.pod, q.view, row);
    return std::nullopt;
  }
  const auto by_importance = [now = q.now](const Ref<const Pod>& a, const Ref<const Pod>& b) {
    return more_important(*a, *b, now);
  };
  std::stable_sort(lesser.begin(), lesser.end(), by_importance);
  const auto [guarded, free] = by_budget(lesser, q.budgets);
  PreemptionCandidate candidate{row, {}, 0};
  const auto give_back = [&](const Ref<const Pod>& other) {
    trial.put(other);
    if (fits()) return true;
    trial.take(other);
    candidate.victims.push_back(other);
    return false;
  };
  for (const Ref<const Pod>& other : guarded) {
    if (!give_back(other)) ++candidate.budgets_violated;
  }
  for (const Ref<const Pod>& other : free) give_back(other);
  std::stable_sort(candidate.victims.begin(), candidate.victims.end(), by_importance);
  return candidate;
}

Preemption Preemptor::preempt(const PodView& pod, SchedulingView& view, const Placement& failed,
                              const Budgets& budgets, Random& random, TimePoint now) const {
  Preemption result;
  if (failed.refused) return result;
  if (const std::string why = not_eligible(pod, view, failed); !why.empty()) {
    result.message = "preemption: " + why;
    return result;
  }
  const auto nodes = static_cast<std::int64_t>(view.nodes().size());
  const auto enough = static_cast<std::size_t>(
      std::min(nodes, std::max(nodes * options_.min_nodes_percentage / 100, options_.min_nodes)));
  const PodFilters prepared(plugins_, pod, view);
  const Question question{pod, view, prepared, budgets, now};
  const bool hopeless = !view.any_less_important(pod.priority());
  bool harmless = false;  // a candidate that violates no budget was found
  for (const std::size_t row : promising(failed, random)) {
    if (harmless && result.candidates.size() >= enough) break;
    NodeFailure failure = unresolvable(kNoVictims);
    if (hopeless) {
      result.failed.emplace_back(row, std::move(failure));
    } else if (auto candidate = try_node(question, row, failure)) {
      harmless = harmless || candidate->budgets_violated == 0;
      result.candidates.push_back(std::move(*candidate));
    } else {
      result.failed.emplace_back(row, std::move(failure));
    }
  }
  if (result.candidates.empty())
    result.message = message_of(result.failed, view.nodes().size());
  else
    result.chosen = static_cast<int>(best_candidate(result.candidates, now));
  return result;
}

}  // namespace podium
