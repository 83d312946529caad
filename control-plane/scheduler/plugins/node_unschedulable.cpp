// NodeUnschedulable: a cordoned node takes only pods that tolerate the cordon.
#include "control-plane/scheduler/plugin.h"

namespace podium {
namespace {

class NodeUnschedulable final : public FilterPlugin {
 public:
  std::string_view name() const override { return "NodeUnschedulable"; }
  Prepared prepare(const PodView&, const SchedulingView&) const override { return {}; }

  bool passes(const Candidate& c) const override { return allows(c.pod, c.node()); }

  Rejection why(const Candidate&) const override { return {false, {"node(s) were unschedulable"}}; }

  bool may_help(WakeUp what, const PodView& pod, const SchedulingView& view, int row) const override {
    if (what == WakeUp::kOwnUpdate) return true;
    if (what != WakeUp::kNodeAdded && what != WakeUp::kNodeTaints) return false;
    return row < 0 || allows(pod, *view.nodes().row(static_cast<std::size_t>(row)).node);
  }

 private:
  static bool allows(const PodView& pod, const Node& node) {
    if (!node.spec.value().unschedulable) return true;
    return tolerated(pod.spec(), Taint{"node.kubernetes.io/unschedulable", "", "NoSchedule", {}});
  }
};

}  // namespace

Plugin node_unschedulable_plugin(const PluginArgs&) {
  return {10, std::make_unique<NodeUnschedulable>(), nullptr};
}

}  // namespace podium
