// NodeVolumeLimits: a node can attach only so many volumes of each CSI driver.
#include <map>
#include <set>
#include <string>

#include "control-plane/scheduler/plugin.h"

namespace podium {
namespace {

using Volumes = std::set<std::pair<std::string, std::string>>;  // driver and handle

void add_volumes(const Pod& pod, const VolumeView& view, Volumes& volumes) {
  for (const Key& key : claims_of(pod)) {
    const PersistentVolumeClaim* claim = view.claim(key);
    if (claim == nullptr) continue;
    if (auto volume = view.csi_volume(*claim)) volumes.insert(std::move(*volume));
  }
}

struct Wanted final : PluginState {
  Volumes volumes;
};

class NodeVolumeLimits final : public FilterPlugin {
 public:
  std::string_view name() const override { return "NodeVolumeLimits"; }
  Scope scope() const override { return Scope::kCluster; }

  Prepared prepare(const PodView& pod, const SchedulingView& view) const override {
    Prepared prepared{.skip = claims_of(*pod.pod).empty()};
    if (prepared.skip) return prepared;
    auto wanted = std::make_unique<Wanted>();
    add_volumes(*pod.pod, view.volumes, wanted->volumes);
    prepared.state = std::move(wanted);
    return prepared;
  }

  bool passes(const Candidate& c) const override {
    const auto& limits = c.view.volumes.attach_limits;
    const auto of_node = limits.find(c.node().metadata.name);
    const Volumes& wanted = c.prepared<Wanted>().volumes;
    if (of_node == limits.end() || wanted.empty()) return true;
    Volumes attached;
    for (const Ref<const Pod>& pod : c.view.pods_on(c.row)) add_volumes(*pod, c.view.volumes, attached);
    std::map<std::string, std::int64_t> after, fresh;
    for (const auto& volume : attached) ++after[volume.first];
    for (const auto& volume : wanted) {
      if (!attached.contains(volume)) ++fresh[volume.first];
    }
    for (const auto& [driver, more] : fresh) {
      const auto limit = of_node->second.find(Text(driver));
      if (limit != of_node->second.end() && after[driver] + more > limit->second) return false;
    }
    return true;
  }

  Rejection why(const Candidate&) const override { return {true, {"node(s) exceed max volume count"}}; }

  bool may_help(WakeUp what, const PodView&, const SchedulingView&, int) const override {
    return what == WakeUp::kPodDeleted || what == WakeUp::kNodeAdded || what == WakeUp::kStorage ||
           what == WakeUp::kOwnUpdate;
  }
};

}  // namespace

Plugin node_volume_limits_plugin(const PluginArgs&) {
  return {80, std::make_unique<NodeVolumeLimits>(), nullptr};
}

}  // namespace podium
