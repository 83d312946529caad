// NodeName: a pod that names its node runs there or nowhere.
#include "control-plane/scheduler/plugin.h"

namespace podium {
namespace {

class NodeName final : public FilterPlugin {
 public:
  std::string_view name() const override { return "NodeName"; }
  Prepared prepare(const PodView&, const SchedulingView&) const override { return {}; }

  bool passes(const Candidate& c) const override {
    return c.pod.spec().node_name.empty() || c.node().metadata.name == c.pod.spec().node_name;
  }

  Rejection why(const Candidate&) const override {
    return {false, {"node(s) didn't match the requested node name"}};
  }

  bool may_help(WakeUp what, const PodView&, const SchedulingView&, int) const override {
    return what == WakeUp::kNodeAdded;
  }
};

}  // namespace

Plugin node_name_plugin(const PluginArgs&) { return {20, std::make_unique<NodeName>(), nullptr}; }

}  // namespace podium
