#include "scenarios/explain/explain_json.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace podium::explain {
namespace {

using nlohmann::json;

json verdict_json(const NodeFailure& failure, const PluginSet& plugins) {
  json tree{{"code", failure.rejection.resolvable ? "Unschedulable" : "UnschedulableAndUnresolvable"},
            {"reasons", failure.rejection.reasons}};
  if (failure.filter >= 0) tree["plugin"] = plugins.filters[static_cast<std::size_t>(failure.filter)]->name();
  return tree;
}

json scores_json(const NodeVerdict& verdict, const Explanation& e) {
  json scores = json::object();
  for (std::size_t i = 0; i < e.plugins.scores.size(); ++i) {
    if (!e.verdicts.scored[i]) continue;
    const std::int64_t weight = e.plugins.scores[i].weight;
    scores[std::string(e.plugins.scores[i].plugin->name())] = {{"raw", verdict.raw[i]},
                                                               {"normalized", verdict.normalized[i]},
                                                               {"weight", weight},
                                                               {"weighted", weight * verdict.normalized[i]}};
  }
  return scores;
}

json node_json(const NodeVerdict& verdict, const Explanation& e) {
  json node;
  if (verdict.failure)
    node["filter"] = verdict_json(*verdict.failure, e.plugins);
  else
    node["filter"] = {{"code", "Success"}};
  for (const NodeFailure& failure : verdict.all_failures)
    node["allFilterFailures"].push_back(verdict_json(failure, e.plugins));
  if (verdict.failure) return node;
  node["scores"] = scores_json(verdict, e);
  node["total"] = verdict.total;
  return node;
}

json names(const std::vector<std::size_t>& rows, const Verdicts& verdicts) {
  std::vector<std::string> sorted;
  for (const std::size_t row : rows) sorted.push_back(verdicts.nodes[row].node.str());
  std::sort(sorted.begin(), sorted.end());
  return sorted;
}

json candidate_json(const PreemptionCandidate& candidate, const Verdicts& verdicts) {
  json victims = json::array();
  for (const Ref<const Pod>& victim : candidate.victims)
    victims.push_back(victim->metadata.namespace_.str() + "/" + victim->metadata.name.str());
  return {{"node", verdicts.nodes[candidate.row].node.str()},
          {"victims", std::move(victims)},
          {"pdbViolations", candidate.budgets_violated}};
}

json preemption_json(const Explanation& e) {
  const Preemption& preemption = e.preemption;
  // Nobody is asked for victims when no node can take the pod, whoever runs there.
  if (e.verdicts.refused) return {{"postFilterCode", "Error"}};
  json tree{{"postFilterCode", preemption.chosen >= 0 ? "Success" : "Unschedulable"}};
  if (!preemption.message.empty()) tree["postFilterMessage"] = preemption.message;
  for (const PreemptionCandidate& candidate : preemption.candidates)
    tree["candidates"].push_back(candidate_json(candidate, e.verdicts));
  if (tree.contains("candidates")) {
    std::sort(tree["candidates"].begin(), tree["candidates"].end(),
              [](const json& a, const json& b) { return a["node"] < b["node"]; });
  }
  for (const auto& [row, failure] : preemption.failed)
    tree["notCandidates"][e.verdicts.nodes[row].node.str()] = verdict_json(failure, e.plugins);
  if (preemption.chosen < 0) return tree;
  const auto chosen = static_cast<std::size_t>(preemption.chosen);
  tree["nominatedNode"] = e.verdicts.nodes[preemption.candidates[chosen].row].node.str();
  return tree;
}

template <class T>
json sorted(std::vector<T> texts) {
  std::sort(texts.begin(), texts.end());
  return texts;
}

json gates_json(const std::vector<Text>& gates) {
  std::string list;
  for (const Text& gate : gates) list += (list.empty() ? "" : " ") + gate.str();
  return {{"code", "UnschedulableAndUnresolvable"},
          {"plugin", "SchedulingGates"},
          {"reasons", {"waiting for scheduling gates: [" + list + "]"}}};
}

}  // namespace

json to_json(const Explanation& e, const ClusterState& state) {
  json tree{{"pod", state.pod->metadata.namespace_.str() + "/" + state.pod->metadata.name.str()}};
  if (!e.gates.empty()) tree["preEnqueue"] = gates_json(e.gates);
  tree["preFilter"] =
      e.verdicts.refused ? verdict_json(*e.verdicts.refused, e.plugins) : json{{"code", "Success"}};
  if (e.verdicts.only) {
    for (const Text& name : *e.verdicts.only) tree["preFilterNodes"].push_back(name.str());
  }
  tree["skippedFilterPlugins"] = sorted(e.verdicts.skipped_filters);
  for (const NodeVerdict& verdict : e.verdicts.nodes)
    tree["nodes"][verdict.node.str()] = node_json(verdict, e);
  const std::vector<std::size_t> feasible = e.verdicts.feasible();
  tree["feasible"] = names(feasible, e.verdicts);
  tree["schedulerScores"] = feasible.size() > 1;
  for (const PluginSet::Weighted& score : e.plugins.scores)
    tree["scorePluginWeights"][std::string(score.plugin->name())] = score.weight;
  if (feasible.empty()) {
    tree["failedSchedulingMessage"] = e.message;
    tree["preemption"] = preemption_json(e);
    return tree;
  }
  std::vector<std::string_view> skipped;
  for (std::size_t i = 0; i < e.plugins.scores.size(); ++i) {
    if (!e.verdicts.scored[i]) skipped.push_back(e.plugins.scores[i].plugin->name());
  }
  tree["skippedScorePlugins"] = sorted(skipped);
  tree["best"] = names(e.verdicts.best(), e.verdicts);
  return tree;
}

}  // namespace podium::explain
