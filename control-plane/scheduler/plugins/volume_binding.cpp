// VolumeBinding: a pod goes where its volumes can be reached, found or made.
#include "control-plane/scheduler/plugin.h"
#include "control-plane/scheduler/volume_choice.h"

namespace podium {
namespace {

struct Claims final : PluginState {
  std::vector<const PersistentVolumeClaim*> bound, unbound;
};

class VolumeBinding final : public FilterPlugin {
 public:
  std::string_view name() const override { return "VolumeBinding"; }
  Scope scope() const override { return Scope::kCluster; }

  Prepared prepare(const PodView& pod, const SchedulingView& view) const override {
    const std::vector<Key> keys = claims_of(*pod.pod);
    if (keys.empty()) return Prepared::skipped();
    Prepared prepared;
    auto claims = std::make_unique<Claims>();
    bool immediate = false;
    for (const Key& key : keys) {
      const PersistentVolumeClaim* claim = view.volumes.claim(key);
      const std::string quoted = "persistentvolumeclaim \"" + key.name.str() + "\" ";
      if (claim == nullptr || claim->metadata.deleting()) {
        const std::string what = claim == nullptr ? "not found" : "is being deleted";
        prepared.rejected = Rejection{false, {quoted + what}};
        return prepared;
      }
      if (claim->status.value().phase == "Lost") {
        prepared.rejected = Rejection{
            false,
            {quoted + "bound to non-existent persistentvolume \"" + claim->spec->volume_name.str() + "\""}};
        return prepared;
      }
      const StorageClass* storage = view.volumes.class_of(*claim);
      if (is_bound(*claim))
        claims->bound.push_back(claim);
      else if (storage != nullptr && waits_for_consumer(*storage))
        claims->unbound.push_back(claim);
      else
        immediate = true;
    }
    if (immediate) prepared.rejected = Rejection{false, {"pod has unbound immediate PersistentVolumeClaims"}};
    prepared.state = std::move(claims);
    return prepared;
  }

  bool passes(const Candidate& c) const override { return reasons(c).empty(); }
  Rejection why(const Candidate& c) const override { return {false, reasons(c)}; }

  bool may_help(WakeUp what, const PodView&, const SchedulingView&, int) const override {
    return what == WakeUp::kNodeAdded || what == WakeUp::kNodeLabels || what == WakeUp::kStorage;
  }

 private:
  static std::vector<std::string> reasons(const Candidate& c) {
    const auto& claims = c.prepared<Claims>();
    std::vector<std::string> reasons;
    for (const PersistentVolumeClaim* claim : claims.bound) {
      const PersistentVolume* volume = c.view.volumes.volume(claim->spec->volume_name);
      if (volume == nullptr)
        return {"node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)"};
      if (!reaches(*volume, c.node())) return {"node(s) didn't match PersistentVolume's node affinity"};
    }
    if (!choose_volumes(claims.unbound, c.node(), c.view.volumes))
      reasons.emplace_back("node(s) didn't find available persistent volumes to bind");
    return reasons;
  }
};

// Scores by free storage only with StorageCapacityScoring, which is alpha and off; listed as the real
// scheduler lists it.
class StorageScore final : public ScorePlugin {
 public:
  std::string_view name() const override { return "VolumeBinding"; }
  Prepared prepare(const PodView&, const SchedulingView&, const Rows&) const override {
    return Prepared::skipped();
  }
  std::int64_t score(const Candidate&) const override { return 0; }
};

}  // namespace

Plugin volume_binding_plugin(const PluginArgs&) {
  return {90, std::make_unique<VolumeBinding>(), std::make_unique<StorageScore>()};
}

}  // namespace podium
