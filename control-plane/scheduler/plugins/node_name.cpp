// NodeName: a pod that names its node runs there or nowhere.
#include "control-plane/scheduler/plugin.h"

namespace podium {
namespace {

class NodeName final : public FilterPlugin {
 public:
  std::string_view name() const override { return "NodeName"; }
  bool applies(const PodView& pod) const override { return !pod.spec().node_name.empty(); }

  bool passes(const PodView& pod, const NodeTable& nodes, std::size_t row) const override {
    return nodes.row(row).node->metadata.name == pod.spec().node_name;
  }

  std::vector<std::string> reasons(const PodView&, const NodeTable&, std::size_t) const override {
    return {"node(s) didn't match the requested node name"};
  }

  bool may_help(WakeUp what, const PodView&, const NodeTable&, int) const override {
    return what == WakeUp::kNodeAdded;
  }
};

}  // namespace

Plugin node_name_plugin() { return {20, std::make_unique<NodeName>(), nullptr}; }

}  // namespace podium
