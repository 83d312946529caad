// NodePorts: two pods cannot have the same port of one node.
#include <algorithm>

#include "control-plane/scheduler/plugin.h"

namespace podium {
namespace {

class NodePorts final : public FilterPlugin {
 public:
  std::string_view name() const override { return "NodePorts"; }
  Scope scope() const override { return Scope::kUsage; }

  Prepared prepare(const PodView& pod, const SchedulingView&) const override {
    return {.skip = pod.request.ports.empty()};
  }

  bool passes(const Candidate& c) const override { return !clash(c.pod, c.nodes().row(c.row).ports); }

  Rejection why(const Candidate&) const override {
    return {true, {"node(s) didn't have free ports for the requested pod ports"}};
  }

  bool may_help(WakeUp what, const PodView& pod, const SchedulingView& view, int row) const override {
    if (what != WakeUp::kNodeAdded && what != WakeUp::kPodDeleted) return what == WakeUp::kOwnUpdate;
    return row < 0 || !clash(pod, view.nodes().row(static_cast<std::size_t>(row)).ports);
  }

 private:
  static bool clash(const PodView& pod, const std::vector<HostPort>& taken) {
    return std::any_of(pod.request.ports.begin(), pod.request.ports.end(), [&](const HostPort& wanted) {
      return std::any_of(taken.begin(), taken.end(), [&](const HostPort& t) { return wanted.clashes(t); });
    });
  }
};

}  // namespace

Plugin node_ports_plugin(const PluginArgs&) { return {50, std::make_unique<NodePorts>(), nullptr}; }

}  // namespace podium
