// InterPodAffinity: near some pods, far from others, in both directions: what the pod asks of those that
// run, and what those that run ask of it.
#include <algorithm>
#include <limits>
#include <map>

#include "control-plane/scheduler/plugin.h"

namespace podium {
namespace {

// Numbers per domain of one topology key.
struct ByDomain {
  const Domains* domains = nullptr;
  std::vector<std::int64_t> sums;
  bool any = false;  // some node with the key has a pod that counts

  void add(const RowCounts& pods, std::int64_t weight) {
    if (sums.empty()) sums.resize(static_cast<std::size_t>(domains->count));
    for (std::size_t row = 0; row < pods.size(); ++row) {
      const int domain = domains->of_row[row];
      if (pods[row] == 0 || domain == Domains::kNone) continue;
      sums[static_cast<std::size_t>(domain)] += weight * pods[row];
      any = true;
    }
  }

  // Of the node of `row`; zero without the key.
  std::int64_t at(std::size_t row) const {
    const int domain = domains->of_row[row];
    return domain == Domains::kNone || sums.empty() ? 0 : sums[static_cast<std::size_t>(domain)];
  }
};

struct FilterState final : PluginState {
  std::vector<ByDomain> wanted;     // per required affinity term: pods that satisfy all terms
  std::vector<ByDomain> unwanted;   // per required anti-affinity term: pods that satisfy it
  std::vector<ByDomain> forbidden;  // per term of pods that run: those that forbid this pod
  bool any_wanted = false, wants_itself = false;
};

const PodAffinity& near(const PodSpec& spec) { return spec.affinity.value().pod_affinity.value(); }
const PodAffinity& far(const PodSpec& spec) { return spec.affinity.value().pod_anti_affinity.value(); }

class AffinityFilter final : public FilterPlugin {
 public:
  std::string_view name() const override { return "InterPodAffinity"; }
  Scope scope() const override { return Scope::kCluster; }

  Prepared prepare(const PodView& pod, const SchedulingView& view) const override {
    auto state = std::make_unique<FilterState>();
    note_forbidden(pod, view, *state);
    const PodSpec& spec = pod.spec();
    if (near(spec).required.empty() && far(spec).required.empty() && state->forbidden.empty())
      return Prepared::skipped();
    note_wanted(pod, view, *state);
    for (const PodAffinityTerm& term : far(spec).required) {
      ByDomain& sums = state->unwanted.emplace_back(ByDomain{&view.domains(term.topology_key), {}, false});
      sums.add(view.tally({{term_of(term, pod.pod->metadata.namespace_)}, true}), 1);
    }
    Prepared prepared;
    prepared.state = std::move(state);
    return prepared;
  }

  bool passes(const Candidate& c) const override {
    const auto& state = c.prepared<FilterState>();
    return near_enough(state, c.row) && clear_of(state.unwanted, c.row) && clear_of(state.forbidden, c.row);
  }

  Rejection why(const Candidate& c) const override {
    const auto& state = c.prepared<FilterState>();
    if (!near_enough(state, c.row)) return {false, {"node(s) didn't match pod affinity rules"}};
    if (!clear_of(state.unwanted, c.row)) return {true, {"node(s) didn't match pod anti-affinity rules"}};
    return {true, {"node(s) didn't satisfy existing pods anti-affinity rules"}};
  }

  bool may_help(WakeUp what, const PodView&, const SchedulingView&, int) const override {
    return what != WakeUp::kNodeAllocatable && what != WakeUp::kStorage && what != WakeUp::kNodeTaints;
  }

 private:
  static void note_forbidden(const PodView& pod, const SchedulingView& view, FilterState& state) {
    for (const auto& group : view.held()) {
      for (const HeldAffinity::Term& term : group->required_anti) {
        if (!term.about.matches(*pod.pod, view.namespaces)) continue;
        ByDomain sums{&view.domains(term.topology_key), {}, false};
        sums.add(group->counts, 1);
        if (sums.any) state.forbidden.push_back(std::move(sums));
      }
    }
  }

  static void note_wanted(const PodView& pod, const SchedulingView& view, FilterState& state) {
    const List<PodAffinityTerm>& terms = near(pod.spec()).required;
    if (terms.empty()) return;
    PodRule all{{}, true};
    for (const PodAffinityTerm& term : terms)
      all.all_of.push_back(term_of(term, pod.pod->metadata.namespace_));
    const RowCounts& pods = view.tally(all);
    for (const PodAffinityTerm& term : terms) {
      ByDomain& sums = state.wanted.emplace_back(ByDomain{&view.domains(term.topology_key), {}, false});
      sums.add(pods, 1);
      state.any_wanted = state.any_wanted || sums.any;
    }
    state.wants_itself = all.matches(*pod.pod, view.namespaces);
  }

  // The first of a set of pods that want to be near each other finds nobody yet, and may go anywhere.
  static bool near_enough(const FilterState& state, std::size_t row) {
    bool all = true;
    for (const ByDomain& term : state.wanted) {
      if (term.domains->of_row[row] == Domains::kNone) return false;
      all = all && term.at(row) > 0;
    }
    return all || (!state.any_wanted && state.wants_itself);
  }

  static bool clear_of(const std::vector<ByDomain>& terms, std::size_t row) {
    return std::all_of(terms.begin(), terms.end(), [row](const ByDomain& term) { return term.at(row) == 0; });
  }
};

struct ScoreState final : PluginState {
  std::map<Text, ByDomain> by_key;
};

// Raw: the sum of the weights of preferred terms, over pods in the node's domains: the pod's own terms
// about those that run, and theirs about it; each of their required terms counts hardPodAffinityWeight.
class AffinityScore final : public ScorePlugin {
 public:
  explicit AffinityScore(const PluginArgs& args)
      : hard_weight_(args.hard_pod_affinity_weight),
        ignore_existing_(args.ignore_preferred_terms_of_existing_pods) {}

  std::string_view name() const override { return "InterPodAffinity"; }
  Scope scope() const override { return Scope::kCluster; }

  Prepared prepare(const PodView& pod, const SchedulingView& view, const Rows&) const override {
    const auto &nearer = near(pod.spec()).preferred, &farther = far(pod.spec()).preferred;
    if (nearer.empty() && farther.empty() && (view.held().empty() || ignore_existing_))
      return Prepared::skipped();
    auto state = std::make_unique<ScoreState>();
    own(pod, view, nearer, +1, *state);
    own(pod, view, farther, -1, *state);
    for (const auto& group : view.held()) {
      if (hard_weight_ > 0) theirs(pod, view, *group, group->required_affinity, 0, hard_weight_, *state);
      theirs(pod, view, *group, group->preferred_affinity, +1, 0, *state);
      theirs(pod, view, *group, group->preferred_anti, -1, 0, *state);
    }
    std::erase_if(state->by_key, [](const auto& entry) { return !entry.second.any; });
    Prepared prepared{.skip = state->by_key.empty()};
    prepared.state = std::move(state);
    return prepared;
  }

  std::int64_t score(const Candidate& c) const override {
    std::int64_t sum = 0;
    for (const auto& [key, sums] : c.prepared<ScoreState>().by_key) sum += sums.at(c.row);
    return sum;
  }

  void normalize(Eigen::Ref<Scores> scores, const Rows&, const PluginState*) const override {
    if (scores.size() == 0) return;
    const std::int64_t least = scores.minCoeff(), most = scores.maxCoeff();
    for (Eigen::Index n = 0; n < scores.size(); ++n) {
      const double share =
          most == least ? 0 : static_cast<double>(scores[n] - least) / static_cast<double>(most - least);
      scores[n] = static_cast<std::int64_t>(static_cast<double>(kMaxNodeScore) * share);
    }
  }

 private:
  static ByDomain& sums_of(const Text& key, const SchedulingView& view, ScoreState& state) {
    ByDomain& sums = state.by_key[key];
    sums.domains = &view.domains(key);
    return sums;
  }

  static void own(const PodView& pod, const SchedulingView& view, const List<WeightedPodAffinityTerm>& terms,
                  std::int64_t sign, ScoreState& state) {
    for (const WeightedPodAffinityTerm& weighted : terms) {
      const PodAffinityTerm& term = weighted.pod_affinity_term;
      sums_of(term.topology_key, view, state)
          .add(view.tally({{term_of(term, pod.pod->metadata.namespace_)}, true}), sign * weighted.weight);
    }
  }

  // Each term counts its weight by `sign`, and `fixed` besides.
  static void theirs(const PodView& pod, const SchedulingView& view, const HeldAffinity& group,
                     const std::vector<HeldAffinity::Term>& terms, std::int64_t sign, std::int64_t fixed,
                     ScoreState& state) {
    for (const HeldAffinity::Term& term : terms) {
      if (!term.about.matches(*pod.pod, view.namespaces)) continue;
      sums_of(term.topology_key, view, state).add(group.counts, sign * term.weight + fixed);
    }
  }

  std::int64_t hard_weight_;
  bool ignore_existing_;
};

}  // namespace

Plugin inter_pod_affinity_plugin(const PluginArgs& args) {
  return {120, std::make_unique<AffinityFilter>(), std::make_unique<AffinityScore>(args), 2};
}

}  // namespace podium
