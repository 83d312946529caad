#include "control-plane/scheduler/verdict.h"

#include <algorithm>

#include "control-plane/scheduler/pod_scores.h"

namespace podium {
namespace {

void add_scores(const PluginSet& plugins, const PodView& pod, const SchedulingView& view,
                Verdicts& verdicts) {
  Rows feasible;
  for (const std::size_t row : verdicts.feasible()) feasible.push_back(static_cast<Eigen::Index>(row));
  const PodScores scores(plugins, pod, view, feasible);
  for (std::size_t i = 0; i < plugins.scores.size(); ++i) {
    verdicts.scored.push_back(!feasible.empty() && scores.counts(i));
    Scores raw = Scores::Zero(static_cast<Eigen::Index>(feasible.size()));
    Scores normal = raw;
    if (verdicts.scored.back()) {
      for (Eigen::Index n = 0; n < raw.size(); ++n)
        raw[n] = scores.raw(i, static_cast<std::size_t>(feasible[static_cast<std::size_t>(n)]));
      normal = raw;
      scores.normalize(i, normal);
    }
    for (Eigen::Index n = 0; n < raw.size(); ++n) {
      NodeVerdict& verdict = verdicts.nodes[static_cast<std::size_t>(feasible[static_cast<std::size_t>(n)])];
      verdict.raw.push_back(raw[n]);
      verdict.normalized.push_back(normal[n]);
      verdict.total += plugins.scores[i].weight * normal[n];
    }
  }
}

}  // namespace

std::vector<std::size_t> Verdicts::feasible() const {
  std::vector<std::size_t> rows;
  for (std::size_t row = 0; row < nodes.size(); ++row) {
    if (!nodes[row].failure) rows.push_back(row);
  }
  return rows;
}

std::vector<std::size_t> Verdicts::best() const {
  std::vector<std::size_t> rows = feasible();
  std::int64_t most = 0;
  for (const std::size_t row : rows) most = std::max(most, nodes[row].total);
  std::erase_if(rows, [&](std::size_t row) { return nodes[row].total != most; });
  return rows;
}

Verdicts judge_nodes(const PluginSet& plugins, const PodView& pod, SchedulingView& view) {
  Verdicts verdicts;
  {
    const PodFilters filters(plugins, pod, view);
    verdicts.refused = filters.refused();
    verdicts.skipped_filters = filters.skipped();
    verdicts.only = filters.only();
    for (std::size_t row = 0; row < view.nodes().size(); ++row) {
      NodeVerdict& verdict = verdicts.nodes.emplace_back();
      verdict.node = view.nodes().row(row).node->metadata.name;
      verdict.failure = filters.failure(row);
      verdict.all_failures = filters.all_failures(row);
    }
  }
  for (std::size_t row = 0; row < view.nodes().size() && view.any_nominated(); ++row) {
    if (!verdicts.nodes[row].failure)
      verdicts.nodes[row].failure = failure_with_nominated(plugins, pod, view, row);
  }
  add_scores(plugins, pod, view, verdicts);
  return verdicts;
}

}  // namespace podium
