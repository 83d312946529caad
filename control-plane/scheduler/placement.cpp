#include "control-plane/scheduler/placement.h"

#include <algorithm>

#include "control-plane/scheduler/fit_error.h"
#include "control-plane/scheduler/pod_scores.h"

namespace podium {
namespace {

// Enough for the templates that are being rolled out at a time; the least used is forgotten.
constexpr std::size_t kMaxClasses = 256;

// Two pods are of one class if all that a plugin of scope kNode or kUsage may look at is the same stored
// value.
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

}  // namespace

// What is known about the nodes for one class of pods, from filters and scores that depend on nothing
// else. Columns: one per score plugin.
struct Placer::Class {
  ClassKey key;
  Ref<const Pod> example;  // keeps what the key points to alive
  std::uint64_t layout = 0;
  std::vector<const FilterPlugin*> node_filters, usage_filters;
  std::vector<bool> in_question;  // per row; empty: every node is
  std::optional<std::vector<Text>> only;
  std::optional<NodeFailure> refused;
  std::vector<std::uint32_t> seen, seen_node;  // row versions judged last
  std::vector<std::uint8_t> passes_node, passes;
  Eigen::Array<std::int64_t, Eigen::Dynamic, Eigen::Dynamic> raw;
};

struct Placer::Attempt {
  const PodView& pod;
  SchedulingView& view;
  Class& known;
  const PodFilters& cluster;  // the filters that nothing is remembered of
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
  if (nodes == 0) return "no nodes available to schedule pods";
  return refused ? refused_message(*refused, nodes) : fit_message(failures);
}

Placer::Placer(PluginSet plugins, int percentage_of_nodes_to_score)
    : plugins_(std::move(plugins)), percentage_(percentage_of_nodes_to_score) {}

Placer::~Placer() = default;

Placer::Class& Placer::make_class(const PodView& pod, const SchedulingView& view) {
  if (classes_.size() == kMaxClasses) classes_.pop_back();
  classes_.insert(classes_.begin(), std::make_unique<Class>());
  Class& fresh = *classes_.front();
  fresh.key = key_of(pod.spec());
  fresh.example = pod.pod;
  for (std::size_t i = 0; i < plugins_.filters.size(); ++i) {
    const FilterPlugin& filter = *plugins_.filters[i];
    if (filter.scope() == Scope::kCluster) continue;
    Prepared prepared = filter.prepare(pod, view);
    if (prepared.rejected && !fresh.refused)
      fresh.refused = NodeFailure{static_cast<int>(i), *prepared.rejected};
    if (prepared.nodes) fresh.only = std::move(prepared.nodes);
    if (prepared.skip) continue;
    (filter.scope() == Scope::kUsage ? fresh.usage_filters : fresh.node_filters).push_back(&filter);
  }
  return fresh;
}

Placer::Class& Placer::class_of(const PodView& pod, const SchedulingView& view) {
  const ClassKey key = key_of(pod.spec());
  const auto found =
      std::find_if(classes_.begin(), classes_.end(), [&](const auto& c) { return c->key == key; });
  if (found == classes_.end())
    make_class(pod, view);
  else
    std::rotate(classes_.begin(), found, found + 1);
  Class& c = *classes_.front();
  const NodeTable& nodes = view.nodes();
  if (c.seen.size() == nodes.size() && c.layout == nodes.layout()) return c;
  c.layout = nodes.layout();
  c.seen.assign(nodes.size(), 0);  // row versions start at 1
  c.seen_node.assign(nodes.size(), 0);
  c.passes_node.assign(nodes.size(), 0);
  c.passes.assign(nodes.size(), 0);
  c.raw.setZero(static_cast<Eigen::Index>(nodes.size()), static_cast<Eigen::Index>(plugins_.scores.size()));
  c.in_question.clear();
  if (!c.only) return c;
  c.in_question.assign(nodes.size(), false);
  for (const Text& name : *c.only) {
    const int row = nodes.find(name);
    if (row >= 0) c.in_question[static_cast<std::size_t>(row)] = true;
  }
  return c;
}

void Placer::refresh(Class& c, const PodView& pod, const SchedulingView& view, std::size_t row) const {
  const NodeTable::Row& now = view.nodes().row(row);
  const bool node_changed = c.seen_node[row] != now.node_version;
  const Candidate candidate{pod, view, row, nullptr};
  const auto all_pass = [&](const std::vector<const FilterPlugin*>& filters) {
    return std::all_of(filters.begin(), filters.end(),
                       [&](const FilterPlugin* filter) { return filter->passes(candidate); });
  };
  if (node_changed) c.passes_node[row] = all_pass(c.node_filters);
  c.passes[row] = c.passes_node[row] != 0 && all_pass(c.usage_filters);
  for (std::size_t i = 0; i < plugins_.scores.size(); ++i) {
    const ScorePlugin& score = *plugins_.scores[i].plugin;
    if (score.scope() == Scope::kCluster || (!node_changed && score.scope() == Scope::kNode)) continue;
    c.raw(static_cast<Eigen::Index>(row), static_cast<Eigen::Index>(i)) = score.score(candidate);
  }
  c.seen[row] = now.version;
  c.seen_node[row] = now.node_version;
}

bool Placer::fits(const Attempt& attempt, std::size_t row) const {
  Class& c = attempt.known;
  if (c.seen[row] != attempt.view.nodes().row(row).version) refresh(c, attempt.pod, attempt.view, row);
  if (c.passes[row] == 0 || (!c.in_question.empty() && !c.in_question[row])) return false;
  if (!attempt.cluster.passes(row)) return false;
  return !attempt.view.any_nominated() || rivals_of(attempt.pod, attempt.view, row).empty() ||
         !failure_with_nominated(plugins_, attempt.pod, attempt.view, row);
}

bool Placer::fits_nominated(const Attempt& attempt) const {
  const Text& name = attempt.pod.pod->status.value().nominated_node_name;
  const int row = name.empty() ? -1 : attempt.view.nodes().find(name);
  return row >= 0 && fits(attempt, static_cast<std::size_t>(row));
}

void Placer::find_feasible(const Attempt& attempt) {
  const std::size_t nodes = attempt.view.nodes().size();
  const std::size_t wanted = feasible_nodes_to_find(nodes, percentage_);
  feasible_.clear();
  if (fits_nominated(attempt)) {
    feasible_.push_back(attempt.view.nodes().find(attempt.pod.pod->status->nominated_node_name));
    return;
  }
  std::size_t row = next_start_ % nodes;
  for (std::size_t looked_at = 0; looked_at < nodes && feasible_.size() < wanted; ++looked_at) {
    if (fits(attempt, row)) feasible_.push_back(static_cast<Eigen::Index>(row));
    if (++row == nodes) row = 0;
  }
  next_start_ = row;
}

Placement Placer::place(const PodView& pod, SchedulingView& view, Random& random) {
  Placement placement;
  if (view.nodes().size() == 0) return placement;
  Class& known = class_of(pod, view);
  const PodFilters cluster(plugins_, pod, view, PodFilters::Which::kCluster);
  feasible_.clear();
  const Attempt attempt{pod, view, known, cluster};
  if (!known.refused && !cluster.refused()) find_feasible(attempt);
  placement.feasible = feasible_.size();
  if (feasible_.empty())
    tell_failures(pod, view, placement);
  else
    placement.row = feasible_.size() == 1 ? static_cast<int>(feasible_.front()) : best_of(attempt, random);
  return placement;
}

// Normalise each plugin's scores over the feasible nodes, weigh, add, and take the greatest; ties
// are broken by a uniform draw, as by Kubernetes' reservoir.
int Placer::best_of(const Attempt& attempt, Random& random) {
  const auto count = static_cast<Eigen::Index>(feasible_.size());
  const PodScores scores(plugins_, attempt.pod, attempt.view, feasible_);
  scratch_.resize(count, 2);
  auto total = scratch_.col(0);
  auto one = scratch_.col(1);
  total.setZero();
  for (std::size_t i = 0; i < plugins_.scores.size(); ++i) {
    if (!scores.counts(i)) continue;
    const bool remembered = plugins_.scores[i].plugin->scope() != Scope::kCluster;
    for (Eigen::Index n = 0; n < count; ++n) {
      const Eigen::Index row = feasible_[static_cast<std::size_t>(n)];
      one[n] = remembered ? attempt.known.raw(row, static_cast<Eigen::Index>(i))
                          : scores.raw(i, static_cast<std::size_t>(row));
    }
    scores.normalize(i, one);
    total += plugins_.scores[i].weight * one;
  }
  const std::int64_t best = total.maxCoeff();
  const auto ties = static_cast<std::uint64_t>((total == best).count());
  std::uint64_t pick = ties == 1 ? 0 : random.below(ties);
  for (Eigen::Index n = 0;; ++n) {
    if (total[n] == best && pick-- == 0) return static_cast<int>(feasible_[static_cast<std::size_t>(n)]);
  }
}

void Placer::tell_failures(const PodView& pod, SchedulingView& view, Placement& placement) const {
  const auto note = [&](const NodeFailure& failure) {
    if (failure.filter >= 0) placement.rejected_by |= 1u << failure.filter;
  };
  const PodFilters filters(plugins_, pod, view);
  placement.refused = filters.refused();
  if (placement.refused) return note(*placement.refused);
  for (std::size_t row = 0; row < view.nodes().size(); ++row) {
    std::optional<NodeFailure> failure = filters.failure(row);
    // A node that would fit is only kept from the pod by those that wait for it.
    if (!failure) failure = failure_with_nominated(plugins_, pod, view, row);
    note(*failure);
    placement.failures.push_back(std::move(*failure));
  }
}

}  // namespace podium
