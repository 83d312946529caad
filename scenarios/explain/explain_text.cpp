#include "scenarios/explain/explain_text.h"

#include <algorithm>
#include <map>

namespace podium::explain {
namespace {

using Row = std::vector<std::string>;

// "NodeResourcesFit" over three lines: "Node", "Resources", "Fit".
Row words_of(std::string_view name) {
  Row words;
  for (const char c : name) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper || words.empty()) words.emplace_back();
    words.back() += c;
  }
  return words;
}

// Columns as wide as their widest cell, two blanks between them.
std::string table(const std::vector<Row>& rows, std::size_t headers, const Paint& paint) {
  std::vector<std::size_t> widths;
  for (const Row& row : rows) {
    widths.resize(std::max(widths.size(), row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], row[i].size());
  }
  std::string text;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    std::string line;
    for (std::size_t i = 0; i < rows[r].size(); ++i)
      line += (i == 0 ? "  " : "  ") + padded(rows[r][i], widths[i]);
    line.erase(line.find_last_not_of(' ') + 1);
    text += (r < headers ? paint.dim(line) : line) + "\n";
  }
  return text;
}

std::string counted(std::size_t count, const char* what) {
  return std::to_string(count) + " " + what + (count == 1 ? "" : "s");
}

std::string more(std::size_t all, std::size_t shown) {
  return all > shown ? "  ... and " + std::to_string(all - shown) + " more (--all shows them)\n" : "";
}

std::vector<std::size_t> counting(const Explanation& e) {
  std::vector<std::size_t> plugins;
  for (std::size_t i = 0; i < e.verdicts.scored.size(); ++i) {
    if (e.verdicts.scored[i]) plugins.push_back(i);
  }
  return plugins;
}

std::vector<Row> score_headers(const Explanation& e, const std::vector<std::size_t>& plugins) {
  std::size_t height = 1;
  for (const std::size_t i : plugins)
    height = std::max(height, words_of(e.plugins.scores[i].plugin->name()).size());
  std::vector<Row> headers(height + 1);
  for (std::size_t line = 0; line < height; ++line) {
    headers[line] = {"", ""};
    for (const std::size_t i : plugins) {
      const Row words = words_of(e.plugins.scores[i].plugin->name());
      headers[line].push_back(line < words.size() ? words[line] : "");
    }
  }
  headers[height] = {"NODE", "TOTAL"};
  for (const std::size_t i : plugins)
    headers[height].push_back("x" + std::to_string(e.plugins.scores[i].weight));
  return headers;
}

std::string scores_text(const Explanation& e, std::vector<std::size_t> fitting, std::size_t most,
                        const Paint& paint) {
  const auto plugins = counting(e);
  std::vector<Row> rows = score_headers(e, plugins);
  const std::size_t headers = rows.size();
  std::sort(fitting.begin(), fitting.end(), [&](std::size_t a, std::size_t b) {
    const NodeVerdict &left = e.verdicts.nodes[a], &right = e.verdicts.nodes[b];
    return left.total != right.total ? left.total > right.total : left.node < right.node;
  });
  const std::size_t shown = std::min(fitting.size(), most);
  for (std::size_t n = 0; n < shown; ++n) {
    const NodeVerdict& verdict = e.verdicts.nodes[fitting[n]];
    Row& row = rows.emplace_back(Row{verdict.node.str(), std::to_string(verdict.total)});
    for (const std::size_t i : plugins) {
      row.push_back(std::to_string(verdict.raw[i]) + " " + std::to_string(verdict.normalized[i]) + " " +
                    std::to_string(verdict.normalized[i] * e.plugins.scores[i].weight));
    }
  }
  return "\nWhere it fits (of each plugin: raw score, normalised, times its weight)\n" +
         table(rows, headers, paint) + more(fitting.size(), shown);
}

std::string failures_text(const Explanation& e, std::size_t most, const Paint& paint) {
  std::vector<Row> rows{{"NODE", "FILTER", "EVICTION", "WHY NOT"}};
  std::map<Text, const NodeVerdict*> by_name;
  for (const NodeVerdict& verdict : e.verdicts.nodes) {
    if (verdict.failure) by_name[verdict.node] = &verdict;
  }
  std::size_t failed = 0;
  for (const auto& [name, entry] : by_name) {
    if (++failed > most) break;
    const NodeVerdict& verdict = *entry;
    const auto all =
        verdict.all_failures.empty() ? std::vector<NodeFailure>{*verdict.failure} : verdict.all_failures;
    for (const NodeFailure& failure : all) {
      std::string reasons;
      for (const std::string& reason : failure.rejection.reasons)
        reasons += (reasons.empty() ? "" : ", ") + reason;
      const bool first = &failure == &all.front();
      rows.push_back({first ? verdict.node.str() : "",
                      failure.filter < 0
                          ? "-"
                          : std::string(e.plugins.filters[static_cast<std::size_t>(failure.filter)]->name()),
                      failure.rejection.resolvable ? "may help" : "cannot help", reasons});
    }
  }
  if (by_name.empty()) return {};
  return "\nWhere it does not fit\n" + table(rows, 1, paint) + more(by_name.size(), most);
}

std::string preemption_text(const Explanation& e, const Paint& paint) {
  const Preemption& preemption = e.preemption;
  if (preemption.chosen < 0) return {};
  std::vector<Row> rows{{"NODE", "BUDGETS VIOLATED", "VICTIMS"}};
  for (const PreemptionCandidate& candidate : preemption.candidates) {
    std::string victims;
    for (const Ref<const Pod>& victim : candidate.victims)
      victims += (victims.empty() ? "" : ", ") + victim->metadata.namespace_.str() + "/" +
                 victim->metadata.name.str() + " (priority " +
                 std::to_string(victim->spec->priority.value_or(0)) + ")";
    const bool chosen = &candidate == &preemption.candidates[static_cast<std::size_t>(preemption.chosen)];
    rows.push_back({e.verdicts.nodes[candidate.row].node.str() + (chosen ? " (chosen)" : ""),
                    std::to_string(candidate.budgets_violated), victims});
  }
  return "\nRoom could be made by preemption\n" + table(rows, 1, paint);
}

std::string answer(const Explanation& e, const ClusterState& state, const Paint& paint) {
  const ObjectMeta& pod = state.pod->metadata;
  const std::string name = paint.bold(pod.namespace_.str() + "/" + pod.name.str());
  const std::size_t fitting = e.verdicts.feasible().size(), nodes = e.verdicts.nodes.size();
  if (fitting == 0)
    return name + paint.red(" fits on no node: ") + (nodes == 0 ? "there are none" : e.message) + "\n";
  const auto best = e.verdicts.best();
  std::string text =
      name + " fits on " + std::to_string(fitting) + " of " + counted(nodes, "node") + "; best: ";
  for (std::size_t i = 0; i < best.size() && i < 5; ++i)
    text += (i == 0 ? "" : ", ") + paint.green(e.verdicts.nodes[best[i]].node.view());
  if (best.size() > 5) text += " and " + std::to_string(best.size() - 5) + " more";
  return text + (best.size() > 1 ? " (one of them by lot)" : "") + "\n";
}

}  // namespace

std::string to_text(const Explanation& e, const ClusterState& state, const TextOptions& options) {
  const Paint paint(options.colours);
  const std::size_t most = options.most_nodes == 0 ? e.verdicts.nodes.size() : options.most_nodes;
  std::string text = answer(e, state, paint);
  if (!e.gates.empty()) {
    text += paint.yellow("Nobody places it yet: it waits for ") + counted(e.gates.size(), "scheduling gate") +
            ":";
    for (const Text& gate : e.gates) text += " " + gate.str();
    text += "\n";
  }
  const auto fitting = e.verdicts.feasible();
  if (!fitting.empty()) text += scores_text(e, fitting, most, paint);
  if (!e.verdicts.refused) text += failures_text(e, most, paint);
  return text + preemption_text(e, paint);
}

}  // namespace podium::explain
