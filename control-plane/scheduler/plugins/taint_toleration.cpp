// TaintToleration: hard taints must be tolerated; soft ones that are not count against a node.
#include "control-plane/scheduler/plugin.h"

namespace podium {
namespace {

bool tolerated(const PodView& pod, const Taint& taint) {
  for (const Toleration& toleration : pod.spec().tolerations) {
    if (tolerates(toleration, taint)) return true;
  }
  return false;
}

// The first hard taint that the pod does not tolerate, or null.
const Taint* obstacle(const PodView& pod, const NodeTable& nodes, std::size_t row) {
  for (const Taint& taint : nodes.row(row).node->spec.value().taints) {
    if (taint.effect == "PreferNoSchedule") continue;
    if (!tolerated(pod, taint)) return &taint;
  }
  return nullptr;
}

class TaintFilter final : public FilterPlugin {
 public:
  std::string_view name() const override { return "TaintToleration"; }
  bool applies(const PodView&) const override { return true; }

  bool passes(const PodView& pod, const NodeTable& nodes, std::size_t row) const override {
    return obstacle(pod, nodes, row) == nullptr;
  }

  std::vector<std::string> reasons(const PodView& pod, const NodeTable& nodes,
                                   std::size_t row) const override {
    const Taint* taint = obstacle(pod, nodes, row);
    return {"node(s) had untolerated taint {" + taint->key.str() + ": " + taint->value.str() + "}"};
  }

  bool may_help(WakeUp what, const PodView& pod, const NodeTable& nodes, int row) const override {
    if (what == WakeUp::kOwnUpdate) return true;
    if (what != WakeUp::kNodeAdded && what != WakeUp::kNodeTaints) return false;
    return row < 0 || passes(pod, nodes, static_cast<std::size_t>(row));
  }
};

class TaintScore final : public ScorePlugin {
 public:
  std::string_view name() const override { return "TaintToleration"; }
  std::int64_t weight() const override { return 3; }
  Normalize normalize() const override { return Normalize::kReversed; }
  bool applies(const PodView&) const override { return true; }

  std::int64_t score(const PodView& pod, const NodeTable& nodes, std::size_t row) const override {
    std::int64_t intolerable = 0;
    for (const Taint& taint : nodes.row(row).node->spec.value().taints) {
      if (taint.effect == "PreferNoSchedule" && !tolerated(pod, taint)) ++intolerable;
    }
    return intolerable;
  }
};

}  // namespace

Plugin taint_toleration_plugin() {
  return {30, std::make_unique<TaintFilter>(), std::make_unique<TaintScore>()};
}

}  // namespace podium
