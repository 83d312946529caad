#include "control-plane/scheduler/placement.h"

#include <algorithm>
#include <set>

namespace podium {
namespace {

// Enough for the templates that are being rolled out at a time; the least used is forgotten.
constexpr std::size_t kMaxClasses = 256;

// Two pods are of one class if all that a plugin may look at is the same stored value.
struct ClassKey {
  const void *containers, *init_containers, *node_selector, *affinity, *tolerations, *overhead;
  Text node_name;
  bool operator==(const ClassKey&) const = default;
};

ClassKey key_of(const PodSpec& spec) {
  return {spec.containers.identity(),
          spec.init_containers.identity(),
          spec.node_selector.identity(),
          spec.affinity.identity(),
          spec.tolerations.identity(),
          spec.overhead.identity(),
          spec.node_name};
}

using Scores = Eigen::Array<std::int64_t, Eigen::Dynamic, 1>;

// Kubernetes' DefaultNormalizeScore: 100 * raw / max, reversed on demand; all equal if max is 0.
void normalize(Eigen::Ref<Scores> raw, ScorePlugin::Normalize how) {
  if (how == ScorePlugin::Normalize::kNone || raw.size() == 0) return;
  const bool reversed = how == ScorePlugin::Normalize::kReversed;
  const std::int64_t max = raw.maxCoeff();
  if (max == 0) {
    raw.setConstant(reversed ? kMaxNodeScore : 0);
    return;
  }
  raw = raw * kMaxNodeScore / max;
  if (reversed) raw = kMaxNodeScore - raw;
}

}  // namespace

// What is known about the nodes for one class of pods. Columns: one per score plugin.
struct Placer::Class {
  ClassKey key;
  Ref<const Pod> example;  // keeps what the key points to alive
  std::uint64_t layout = 0;
  std::vector<const FilterPlugin*> static_filters, usage_filters;
  std::vector<std::uint32_t> seen, seen_node;  // row versions judged last
  std::vector<std::uint8_t> passes_static, passes;
  std::vector<bool> scored;  // score plugins that apply
  Eigen::Array<std::int64_t, Eigen::Dynamic, Eigen::Dynamic> raw;
};

std::size_t feasible_nodes_to_find(std::size_t nodes, int percentage) {
  constexpr std::size_t kMinimum = 100;
  if (nodes < kMinimum) return nodes;
  std::size_t percent = static_cast<std::size_t>(percentage);
  if (percentage == 0) {
    const std::int64_t adaptive = 50 - static_cast<std::int64_t>(nodes) / 125;
    percent = static_cast<std::size_t>(std::max<std::int64_t>(adaptive, 5));
  }
  return std::min(nodes, std::max(nodes * percent / 100, kMinimum));
}

std::string Placement::message(std::size_t nodes) const {
  const std::string head = "0/" + std::to_string(nodes) + " nodes are available: ";
  if (nodes == 0) return "no nodes available to schedule pods";
  std::vector<std::string> parts;
  for (const auto& [reason, count] : reasons) parts.push_back(std::to_string(count) + " " + reason);
  std::sort(parts.begin(), parts.end());
  std::string text = head;
  for (std::size_t i = 0; i < parts.size(); ++i) text += (i == 0 ? "" : ", ") + parts[i];
  text += ". preemption: " + head;
  // Nobody is evicted: preemption is not served yet, and the message says what was found without it.
  std::vector<std::string> tries;
  if (resolvable > 0)
    tries.push_back(std::to_string(resolvable) + " No preemption victims found for incoming pod");
  if (nodes > resolvable) {
    tries.push_back(std::to_string(nodes - resolvable) + " Preemption is not helpful for scheduling");
  }
  std::sort(tries.begin(), tries.end());
  for (std::size_t i = 0; i < tries.size(); ++i) text += (i == 0 ? "" : ", ") + tries[i];
  return text + ".";
}

Placer::Placer(PluginSet plugins, int percentage_of_nodes_to_score)
    : plugins_(std::move(plugins)), percentage_(percentage_of_nodes_to_score) {}

Placer::~Placer() = default;

Placer::Class& Placer::class_of(const PodView& pod, const NodeTable& nodes) {
  const ClassKey key = key_of(pod.spec());
  auto found = std::find_if(classes_.begin(), classes_.end(), [&](const auto& c) { return c->key == key; });
  if (found == classes_.end()) {
    if (classes_.size() == kMaxClasses) classes_.pop_back();
    classes_.insert(classes_.begin(), std::make_unique<Class>());
    Class& fresh = *classes_.front();
    fresh.key = key;
    fresh.example = pod.pod;
    for (const auto& filter : plugins_.filters) {
      if (!filter->applies(pod)) continue;
      (filter->depends_on_usage() ? fresh.usage_filters : fresh.static_filters).push_back(filter.get());
    }
    for (const auto& score : plugins_.scores) fresh.scored.push_back(score->applies(pod));
  } else {
    std::rotate(classes_.begin(), found, found + 1);
  }
  Class& c = *classes_.front();
  if (c.seen.size() != nodes.size() || c.layout != nodes.layout()) {
    c.layout = nodes.layout();
    c.seen.assign(nodes.size(), 0);  // row versions start at 1
    c.seen_node.assign(nodes.size(), 0);
    c.passes_static.assign(nodes.size(), 0);
    c.passes.assign(nodes.size(), 0);
    c.raw.setZero(static_cast<Eigen::Index>(nodes.size()), static_cast<Eigen::Index>(plugins_.scores.size()));
  }
  return c;
}

void Placer::refresh(Class& c, const PodView& pod, const NodeTable& nodes, std::size_t row) const {
  const bool node_changed = c.seen_node[row] != nodes.row(row).node_version;
  const auto all_pass = [&](const std::vector<const FilterPlugin*>& filters) {
    return std::all_of(filters.begin(), filters.end(),
                       [&](const FilterPlugin* filter) { return filter->passes(pod, nodes, row); });
  };
  if (node_changed) c.passes_static[row] = all_pass(c.static_filters);
  c.passes[row] = c.passes_static[row] != 0 && all_pass(c.usage_filters);
  for (std::size_t i = 0; i < plugins_.scores.size(); ++i) {
    const ScorePlugin& score = *plugins_.scores[i];
    if (!c.scored[i] || (!node_changed && !score.depends_on_usage())) continue;
    c.raw(static_cast<Eigen::Index>(row), static_cast<Eigen::Index>(i)) = score.score(pod, nodes, row);
  }
  c.seen[row] = nodes.row(row).version;
  c.seen_node[row] = nodes.row(row).node_version;
}

Placement Placer::place(const PodView& pod, const NodeTable& nodes, Random& random) {
  Placement placement;
  if (nodes.size() == 0) return placement;
  Class& c = class_of(pod, nodes);
  const std::size_t wanted = feasible_nodes_to_find(nodes.size(), percentage_);
  feasible_.clear();
  std::size_t row = next_start_ % nodes.size(), looked_at = 0;
  for (; looked_at < nodes.size() && feasible_.size() < wanted; ++looked_at) {
    if (c.seen[row] != nodes.row(row).version) refresh(c, pod, nodes, row);
    if (c.passes[row] != 0) feasible_.push_back(static_cast<Eigen::Index>(row));
    if (++row == nodes.size()) row = 0;
  }
  next_start_ = row;
  placement.feasible = feasible_.size();
  if (feasible_.empty())
    tell_reasons(pod, nodes, placement);
  else
    placement.row = feasible_.size() == 1 ? static_cast<int>(feasible_.front()) : best_of(c, random);
  return placement;
}

// Normalise each plugin's scores over the feasible nodes, weigh, add, and take the greatest; ties
// are broken by a uniform draw, as by Kubernetes' reservoir.
int Placer::best_of(const Class& c, Random& random) {
  const auto count = static_cast<Eigen::Index>(feasible_.size());
  scratch_.resize(count, 2);
  auto total = scratch_.col(0);
  auto one = scratch_.col(1);
  total.setZero();
  for (std::size_t i = 0; i < plugins_.scores.size(); ++i) {
    if (!c.scored[i]) continue;
    const auto raw = c.raw.col(static_cast<Eigen::Index>(i));
    for (Eigen::Index n = 0; n < count; ++n) one[n] = raw[feasible_[static_cast<std::size_t>(n)]];
    normalize(one, plugins_.scores[i]->normalize());
    total += plugins_.scores[i]->weight() * one;
  }
  const std::int64_t best = total.maxCoeff();
  const auto ties = static_cast<std::uint64_t>((total == best).count());
  std::uint64_t pick = ties == 1 ? 0 : random.below(ties);
  for (Eigen::Index n = 0;; ++n) {
    if (total[n] == best && pick-- == 0) return static_cast<int>(feasible_[static_cast<std::size_t>(n)]);
  }
}

// The first filter that fails a node speaks for it.
void Placer::tell_reasons(const PodView& pod, const NodeTable& nodes, Placement& placement) const {
  for (std::size_t row = 0; row < nodes.size(); ++row) {
    for (std::size_t i = 0; i < plugins_.filters.size(); ++i) {
      const FilterPlugin& filter = *plugins_.filters[i];
      if (!filter.applies(pod) || filter.passes(pod, nodes, row)) continue;
      for (std::string& reason : filter.reasons(pod, nodes, row)) ++placement.reasons[std::move(reason)];
      placement.rejected_by |= 1u << i;
      if (filter.resolvable()) ++placement.resolvable;
      break;
    }
  }
}

std::vector<NodeVerdict> Placer::explain(const PodView& pod, const NodeTable& nodes) const {
  std::vector<NodeVerdict> verdicts(nodes.size());
  std::vector<std::size_t> feasible;
  for (std::size_t row = 0; row < nodes.size(); ++row) {
    verdicts[row].node = nodes.row(row).node->metadata.name;
    for (const auto& filter : plugins_.filters) {
      if (!filter->applies(pod) || filter->passes(pod, nodes, row)) continue;
      verdicts[row].reasons = filter->reasons(pod, nodes, row);
      break;
    }
    if (verdicts[row].reasons.empty()) feasible.push_back(row);
  }
  for (const auto& score : plugins_.scores) {
    Scores raw = Scores::Zero(static_cast<Eigen::Index>(feasible.size()));
    if (score->applies(pod)) {
      for (std::size_t n = 0; n < feasible.size(); ++n) {
        raw[static_cast<Eigen::Index>(n)] = score->score(pod, nodes, feasible[n]);
      }
    }
    Scores normal = raw;
    if (score->applies(pod)) normalize(normal, score->normalize());
    for (std::size_t n = 0; n < feasible.size(); ++n) {
      NodeVerdict& verdict = verdicts[feasible[n]];
      verdict.raw.push_back(raw[static_cast<Eigen::Index>(n)]);
      verdict.normalized.push_back(normal[static_cast<Eigen::Index>(n)]);
      verdict.total += score->weight() * verdict.normalized.back();
    }
  }
  return verdicts;
}

}  // namespace podium
