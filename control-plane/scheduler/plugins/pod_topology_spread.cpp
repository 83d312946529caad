// PodTopologySpread: keeps pods of a set evenly over hosts, zones or whatever nodes' labels name.
#include <algorithm>
#include <cmath>
#include <limits>

#include "control-plane/scheduler/spread_constraint.h"

namespace podium {
namespace {

constexpr std::string_view kHostname = "kubernetes.io/hostname";
constexpr std::int64_t kNotSeen = -1;  // no node that counts shows this domain

// Pods per domain of one constraint.
struct DomainCounts {
  const Domains* domains;
  std::vector<std::int64_t> pods;
  std::int64_t least = 0;  // over the domains that count
};

struct HardState final : PluginState {
  std::vector<SpreadConstraint> constraints;
  std::vector<DomainCounts> counts;
};

// The smallest count; zero if there are fewer domains than the constraint wants to see used.
std::int64_t least_of(const DomainCounts& counts, const SpreadConstraint& constraint) {
  std::int64_t least = std::numeric_limits<std::int32_t>::max(), seen = 0;
  for (const std::int64_t pods : counts.pods) {
    if (pods == kNotSeen) continue;
    ++seen;
    least = std::min(least, pods);
  }
  return seen < constraint.min_domains ? 0 : least;
}

class SpreadFilter final : public FilterPlugin {
 public:
  explicit SpreadFilter(PluginArgs args) : args_(std::move(args)) {}
  std::string_view name() const override { return "PodTopologySpread"; }
  Scope scope() const override { return Scope::kCluster; }

  Prepared prepare(const PodView& pod, const SchedulingView& view) const override {
    auto state = std::make_unique<HardState>();
    state->constraints = spread_constraints_of(pod, view, args_, "DoNotSchedule").all;
    if (state->constraints.empty()) return Prepared::skipped();
    const auto keys = domains_of(state->constraints, view);
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const SpreadConstraint& constraint = state->constraints[i];
      DomainCounts counts{keys[i],
                          std::vector<std::int64_t>(static_cast<std::size_t>(keys[i]->count), kNotSeen)};
      count(pod, view, constraint, keys, counts);
      counts.least = least_of(counts, constraint);
      state->counts.push_back(std::move(counts));
    }
    Prepared prepared;
    prepared.state = std::move(state);
    return prepared;
  }

  bool passes(const Candidate& c) const override {
    const auto& state = c.prepared<HardState>();
    for (std::size_t i = 0; i < state.counts.size(); ++i) {
      const int domain = state.counts[i].domains->of_row[c.row];
      if (domain == Domains::kNone || skewed(state, i, domain)) return false;
    }
    return true;
  }

  Rejection why(const Candidate& c) const override {
    const auto& state = c.prepared<HardState>();
    for (std::size_t i = 0; i < state.counts.size(); ++i) {
      const int domain = state.counts[i].domains->of_row[c.row];
      if (domain == Domains::kNone)
        return {false, {"node(s) didn't match pod topology spread constraints (missing required label)"}};
      if (skewed(state, i, domain)) break;
    }
    return {true, {"node(s) didn't match pod topology spread constraints"}};
  }

  bool may_help(WakeUp what, const PodView&, const SchedulingView&, int) const override {
    return what != WakeUp::kNodeAllocatable && what != WakeUp::kStorage;
  }

 private:
  static void count(const PodView& pod, const SchedulingView& view, const SpreadConstraint& constraint,
                    const std::vector<const Domains*>& keys, DomainCounts& counts) {
    const RowCounts* pods = constraint.counts_any ? &view.tally(constraint.counted) : nullptr;
    const bool everywhere = constraint.includes_all(pod);
    for (std::size_t row = 0; row < view.nodes().size(); ++row) {
      if (!has_all_keys(keys, row)) continue;
      if (!everywhere && !constraint.includes(pod, *view.nodes().row(row).node)) continue;
      std::int64_t& sum = counts.pods[static_cast<std::size_t>(counts.domains->of_row[row])];
      sum = std::max<std::int64_t>(sum, 0) + (pods == nullptr ? 0 : (*pods)[row]);
    }
  }

  static bool skewed(const HardState& state, std::size_t i, int domain) {
    const SpreadConstraint& constraint = state.constraints[i];
    const std::int64_t there =
        std::max<std::int64_t>(state.counts[i].pods[static_cast<std::size_t>(domain)], 0);
    return there + (constraint.counts_itself ? 1 : 0) - state.counts[i].least > constraint.max_skew;
  }

  PluginArgs args_;
};

struct SoftState final : PluginState {
  struct Part {
    const Domains* domains;
    const RowCounts* pods;                // per row; null: none count
    std::vector<std::int64_t> of_domain;  // by domain number; kNotSeen where no feasible node is
    bool by_host;
    std::int64_t max_skew;
    double weight;  // ln(size + 2), size: the domains among feasible nodes
  };
  std::vector<Part> parts;
  std::vector<const Domains*> keys;
  bool needs_all_keys = true;

  bool ignores(std::size_t row) const { return needs_all_keys && !has_all_keys(keys, row); }
};

// Raw: round(sum of pods in the domain * weight + maxSkew - 1). Fewer is better, so the normalised score
// is 100 * (max + min - raw) / max. Nodes without the keys get 0.
class SpreadScore final : public ScorePlugin {
 public:
  explicit SpreadScore(PluginArgs args) : args_(std::move(args)) {}
  std::string_view name() const override { return "PodTopologySpread"; }
  Scope scope() const override { return Scope::kCluster; }

  Prepared prepare(const PodView& pod, const SchedulingView& view, const Rows& feasible) const override {
    const SpreadConstraints constraints = spread_constraints_of(pod, view, args_, "ScheduleAnyway");
    if (constraints.all.empty()) return Prepared::skipped();
    auto state = std::make_unique<SoftState>();
    state->keys = domains_of(constraints.all, view);
    state->needs_all_keys = !constraints.system_defaults;
    for (std::size_t i = 0; i < constraints.all.size(); ++i) {
      const SpreadConstraint& constraint = constraints.all[i];
      const RowCounts* pods = constraint.counts_any ? &view.tally(constraint.counted) : nullptr;
      state->parts.push_back(
          {state->keys[i], pods, {}, constraint.topology_key == kHostname, constraint.max_skew, 0});
      see_feasible(*state, state->parts.back(), feasible);
      if (!state->parts.back().by_host) count(pod, view, constraint, *state, state->parts.back());
    }
    Prepared prepared;
    prepared.state = std::move(state);
    return prepared;
  }

  std::int64_t score(const Candidate& c) const override {
    const auto& state = c.prepared<SoftState>();
    if (state.ignores(c.row)) return 0;
    double sum = 0;
    for (const SoftState::Part& part : state.parts) {
      const int domain = part.domains->of_row[c.row];
      if (domain == Domains::kNone) continue;
      std::int64_t pods = 0;
      if (!part.by_host)
        pods = part.of_domain[static_cast<std::size_t>(domain)];
      else if (part.pods != nullptr)
        pods = (*part.pods)[c.row];
      sum += static_cast<double>(pods) * part.weight + static_cast<double>(part.max_skew - 1);
    }
    return static_cast<std::int64_t>(std::round(sum));
  }

  void normalize(Eigen::Ref<Scores> scores, const Rows& feasible, const PluginState* state) const override {
    const auto& soft = static_cast<const SoftState&>(*state);
    std::int64_t least = std::numeric_limits<std::int64_t>::max(), most = 0;
    for (Eigen::Index n = 0; n < scores.size(); ++n) {
      if (soft.ignores(static_cast<std::size_t>(feasible[static_cast<std::size_t>(n)]))) continue;
      least = std::min(least, scores[n]);
      most = std::max(most, scores[n]);
    }
    for (Eigen::Index n = 0; n < scores.size(); ++n) {
      if (soft.ignores(static_cast<std::size_t>(feasible[static_cast<std::size_t>(n)])))
        scores[n] = 0;
      else
        scores[n] = most == 0 ? kMaxNodeScore : kMaxNodeScore * (most + least - scores[n]) / most;
    }
  }

 private:
  // Which domains the feasible nodes show, and so what a pod in one of them weighs.
  static void see_feasible(const SoftState& state, SoftState::Part& part, const Rows& feasible) {
    part.of_domain.assign(static_cast<std::size_t>(part.domains->count), kNotSeen);
    std::int64_t size = 0, without_key = 0;
    for (const Eigen::Index at : feasible) {
      const auto row = static_cast<std::size_t>(at);
      if (state.ignores(row)) continue;
      const int domain = part.domains->of_row[row];
      if (part.by_host) {
        ++size;
      } else if (domain == Domains::kNone) {
        without_key = 1;  // all nodes without the key stand for one more domain
      } else if (part.of_domain[static_cast<std::size_t>(domain)] == kNotSeen) {
        part.of_domain[static_cast<std::size_t>(domain)] = 0;
        ++size;
      }
    }
    part.weight = std::log(static_cast<double>(size + without_key + 2));
  }

  static void count(const PodView& pod, const SchedulingView& view, const SpreadConstraint& constraint,
                    const SoftState& state, SoftState::Part& part) {
    if (part.pods == nullptr || part.domains->count == 0) return;
    const bool everywhere = constraint.includes_all(pod);
    for (std::size_t row = 0; row < view.nodes().size(); ++row) {
      const int domain = part.domains->of_row[row];
      if ((*part.pods)[row] == 0 || domain == Domains::kNone || state.ignores(row)) continue;
      if (!everywhere && !constraint.includes(pod, *view.nodes().row(row).node)) continue;
      std::int64_t& sum = part.of_domain[static_cast<std::size_t>(domain)];
      if (sum != kNotSeen) sum += (*part.pods)[row];
    }
  }

  PluginArgs args_;
};

}  // namespace

Plugin pod_topology_spread_plugin(const PluginArgs& args) {
  return {110, std::make_unique<SpreadFilter>(args), std::make_unique<SpreadScore>(args), 2};
}

}  // namespace podium
