#include "scenarios/explain/explanation.h"

namespace podium::explain {

Explanation explain(ClusterState& state, const SchedulerProfile& profile, TimePoint now) {
  Explanation result;
  result.plugins = plugins_of(profile);
  const PodView pod = view_of(state.pod);
  result.verdicts = judge_nodes(result.plugins, pod, state.view);
  for (const SchedulingGate& gate : pod.spec().scheduling_gates) result.gates.push_back(gate.name);
  if (!result.verdicts.feasible().empty()) return result;
  Placement failed;
  failed.refused = result.verdicts.refused;
  for (const NodeVerdict& verdict : result.verdicts.nodes) failed.failures.push_back(*verdict.failure);
  result.message = failed.message(result.verdicts.nodes.size());
  const Preemptor preemptor(result.plugins, {profile.args.min_candidate_nodes_percentage,
                                             profile.args.min_candidate_nodes_absolute});
  Random random(1);  // where the search for candidates starts; all of a small cluster are tried
  if (profile.preemption && !result.verdicts.nodes.empty())
    result.preemption = preemptor.preempt(pod, state.view, failed, state.budgets, random, now);
  if (!result.preemption.message.empty()) result.message += " " + result.preemption.message;
  return result;
}

}  // namespace podium::explain
