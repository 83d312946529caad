// NodeAffinity: labels a node must have, and labels that count in its favour.
#include <algorithm>

#include "control-plane/objects/node_selector.h"
#include "control-plane/scheduler/plugin.h"

namespace podium {
namespace {

// Names that every way through the required terms is limited to; absent if one is not limited.
std::optional<std::vector<Text>> named_nodes(const NodeSelector& required) {
  std::vector<Text> all;
  for (const NodeSelectorTerm& term : required.node_selector_terms) {
    std::optional<std::vector<Text>> names;
    for (const NodeSelectorRequirement& field : term.match_fields) {
      if (!(field.key == "metadata.name") || !(field.operator_ == "In")) continue;
      std::vector<Text> listed(field.values.begin(), field.values.end());
      if (names)
        std::erase_if(*names, [&](const Text& n) {
          return std::find(listed.begin(), listed.end(), n) == listed.end();
        });
      else
        names = std::move(listed);
    }
    if (!names) return std::nullopt;
    all.insert(all.end(), names->begin(), names->end());
  }
  std::sort(all.begin(), all.end());
  all.erase(std::unique(all.begin(), all.end()), all.end());
  return all;
}

class AffinityFilter final : public FilterPlugin {
 public:
  explicit AffinityFilter(Box<NodeAffinity> added) : added_(std::move(added)) {}
  std::string_view name() const override { return "NodeAffinity"; }

  Prepared prepare(const PodView& pod, const SchedulingView&) const override {
    const NodeAffinity* affinity = node_affinity_of(pod.spec());
    const bool required = affinity != nullptr && affinity->required;
    Prepared prepared;
    if (!required && pod.spec().node_selector.empty() && !added_) return Prepared::skipped();
    if (!required || affinity->required->node_selector_terms.empty()) return prepared;
    prepared.nodes = named_nodes(*affinity->required);
    if (prepared.nodes && prepared.nodes->empty())
      prepared.rejected = Rejection{false, {"pod affinity terms conflict"}};
    return prepared;
  }

  bool passes(const Candidate& c) const override {
    return added(c.node()) && wanted_by(c.pod.spec(), c.node());
  }

  Rejection why(const Candidate& c) const override {
    if (!added(c.node())) return {false, {"node(s) didn't match scheduler-enforced node affinity"}};
    return {false, {"node(s) didn't match Pod's node affinity/selector"}};
  }

  bool may_help(WakeUp what, const PodView& pod, const SchedulingView& view, int row) const override {
    if (what == WakeUp::kOwnUpdate) return true;
    if (what != WakeUp::kNodeAdded && what != WakeUp::kNodeLabels) return false;
    if (row < 0) return true;
    const Node& node = *view.nodes().row(static_cast<std::size_t>(row)).node;
    return added(node) && wanted_by(pod.spec(), node);
  }

 private:
  bool added(const Node& node) const {
    return !added_ || !added_->required || matches(*added_->required, node);
  }

  Box<NodeAffinity> added_;
};

// Raw: the sum of the weights of the preferred terms that match.
class AffinityScore final : public ScorePlugin {
 public:
  explicit AffinityScore(Box<NodeAffinity> added) : added_(std::move(added)) {}
  std::string_view name() const override { return "NodeAffinity"; }

  Prepared prepare(const PodView& pod, const SchedulingView&, const Rows&) const override {
    const NodeAffinity* affinity = node_affinity_of(pod.spec());
    return {.skip = (affinity == nullptr || affinity->preferred.empty()) && added_.value().preferred.empty()};
  }

  std::int64_t score(const Candidate& c) const override {
    const NodeAffinity* affinity = node_affinity_of(c.pod.spec());
    return (affinity == nullptr ? 0 : sum(affinity->preferred, c.node())) +
           sum(added_.value().preferred, c.node());
  }

  void normalize(Eigen::Ref<Scores> scores, const Rows&, const PluginState*) const override {
    normalize_by_max(scores, false);
  }

 private:
  static std::int64_t sum(const List<PreferredSchedulingTerm>& terms, const Node& node) {
    std::int64_t sum = 0;
    for (const PreferredSchedulingTerm& term : terms) {
      if (matches(term.preference, node)) sum += term.weight;
    }
    return sum;
  }

  Box<NodeAffinity> added_;
};

}  // namespace

Plugin node_affinity_plugin(const PluginArgs& args) {
  return {40, std::make_unique<AffinityFilter>(args.added_affinity),
          std::make_unique<AffinityScore>(args.added_affinity), 2};
}

}  // namespace podium
