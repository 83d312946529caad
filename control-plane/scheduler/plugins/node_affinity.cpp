// NodeAffinity: nodeSelector and required terms must match; preferred terms add their weights.
#include "control-plane/scheduler/node_selector.h"
#include "control-plane/scheduler/plugin.h"

namespace podium {
namespace {

const NodeAffinity* affinity_of(const PodView& pod) {
  const Affinity* affinity = pod.spec().affinity.get();
  return affinity == nullptr ? nullptr : affinity->node_affinity.get();
}

class AffinityFilter final : public FilterPlugin {
 public:
  std::string_view name() const override { return "NodeAffinity"; }

  bool applies(const PodView& pod) const override {
    const NodeAffinity* affinity = affinity_of(pod);
    return !pod.spec().node_selector.empty() || (affinity != nullptr && affinity->required);
  }

  bool passes(const PodView& pod, const NodeTable& nodes, std::size_t row) const override {
    const Node& node = *nodes.row(row).node;
    for (const auto& [key, value] : pod.spec().node_selector) {
      const Text* present = node.metadata.labels.find(key);
      if (present == nullptr || !(*present == value)) return false;
    }
    const NodeAffinity* affinity = affinity_of(pod);
    return affinity == nullptr || !affinity->required || matches(*affinity->required, node);
  }

  std::vector<std::string> reasons(const PodView&, const NodeTable&, std::size_t) const override {
    return {"node(s) didn't match Pod's node affinity/selector"};
  }

  bool may_help(WakeUp what, const PodView& pod, const NodeTable& nodes, int row) const override {
    if (what == WakeUp::kOwnUpdate) return true;
    if (what != WakeUp::kNodeAdded && what != WakeUp::kNodeLabels) return false;
    return row < 0 || passes(pod, nodes, static_cast<std::size_t>(row));
  }
};

class AffinityScore final : public ScorePlugin {
 public:
  std::string_view name() const override { return "NodeAffinity"; }
  std::int64_t weight() const override { return 2; }
  Normalize normalize() const override { return Normalize::kDefault; }

  bool applies(const PodView& pod) const override {
    const NodeAffinity* affinity = affinity_of(pod);
    return affinity != nullptr && !affinity->preferred.empty();
  }

  std::int64_t score(const PodView& pod, const NodeTable& nodes, std::size_t row) const override {
    std::int64_t sum = 0;
    for (const PreferredSchedulingTerm& term : affinity_of(pod)->preferred) {
      if (matches(term.preference, *nodes.row(row).node)) sum += term.weight;
    }
    return sum;
  }
};

}  // namespace

Plugin node_affinity_plugin() {
  return {40, std::make_unique<AffinityFilter>(), std::make_unique<AffinityScore>()};
}

}  // namespace podium
