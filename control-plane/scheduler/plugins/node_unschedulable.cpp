// NodeUnschedulable: a cordoned node takes only pods that tolerate the cordon.
#include "control-plane/scheduler/plugin.h"

namespace podium {
namespace {

class NodeUnschedulable final : public FilterPlugin {
 public:
  std::string_view name() const override { return "NodeUnschedulable"; }

  bool applies(const PodView& pod) const override {
    const Taint cordon{"node.kubernetes.io/unschedulable", "", "NoSchedule", {}};
    for (const Toleration& toleration : pod.spec().tolerations) {
      if (tolerates(toleration, cordon)) return false;
    }
    return true;
  }

  bool passes(const PodView&, const NodeTable& nodes, std::size_t row) const override {
    return !nodes.row(row).node->spec.value().unschedulable;
  }

  std::vector<std::string> reasons(const PodView&, const NodeTable&, std::size_t) const override {
    return {"node(s) were unschedulable"};
  }

  bool may_help(WakeUp what, const PodView& pod, const NodeTable& nodes, int row) const override {
    if (what == WakeUp::kOwnUpdate) return true;
    if (what != WakeUp::kNodeAdded && what != WakeUp::kNodeTaints) return false;
    return row < 0 || passes(pod, nodes, static_cast<std::size_t>(row));
  }
};

}  // namespace

Plugin node_unschedulable_plugin() { return {10, std::make_unique<NodeUnschedulable>(), nullptr}; }

}  // namespace podium
