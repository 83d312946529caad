// TaintToleration: hard taints must be tolerated; soft ones that are not count against a node.
#include "control-plane/scheduler/plugin.h"

namespace podium {
namespace {

class TaintFilter final : public FilterPlugin {
 public:
  std::string_view name() const override { return "TaintToleration"; }
  Prepared prepare(const PodView&, const SchedulingView&) const override { return {}; }

  bool passes(const Candidate& c) const override { return untolerated(c.pod.spec(), c.node()) == nullptr; }

  // Later releases name the taint no more, so that nodes with different taints count as one reason.
  Rejection why(const Candidate&) const override { return {false, {"node(s) had untolerated taint(s)"}}; }

  bool may_help(WakeUp what, const PodView& pod, const SchedulingView& view, int row) const override {
    if (what == WakeUp::kOwnUpdate) return true;
    if (what != WakeUp::kNodeAdded && what != WakeUp::kNodeTaints) return false;
    return row < 0 ||
           untolerated(pod.spec(), *view.nodes().row(static_cast<std::size_t>(row)).node) == nullptr;
  }
};

// Raw: the number of soft taints that the pod does not tolerate.
class TaintScore final : public ScorePlugin {
 public:
  std::string_view name() const override { return "TaintToleration"; }
  Prepared prepare(const PodView&, const SchedulingView&, const Rows&) const override { return {}; }

  std::int64_t score(const Candidate& c) const override {
    std::int64_t intolerable = 0;
    for (const Taint& taint : c.node().spec.value().taints) {
      if (taint.effect == "PreferNoSchedule" && !tolerated(c.pod.spec(), taint)) ++intolerable;
    }
    return intolerable;
  }

  void normalize(Eigen::Ref<Scores> scores, const Rows&, const PluginState*) const override {
    normalize_by_max(scores, true);
  }
};

}  // namespace

Plugin taint_toleration_plugin(const PluginArgs&) {
  return {30, std::make_unique<TaintFilter>(), std::make_unique<TaintScore>(), 3};
}

}  // namespace podium
