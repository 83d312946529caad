// VolumeBinding: a pod goes where its volumes can be reached, found or made.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "control-plane/objects/node_selector.h"
#include "control-plane/scheduler/plugin.h"

namespace podium {
namespace {

constexpr std::string_view kSelectedNode = "volume.kubernetes.io/selected-node";
constexpr std::string_view kNoProvisioner = "kubernetes.io/no-provisioner";

struct Claims final : PluginState {
  std::vector<const PersistentVolumeClaim*> bound, unbound;
};

// Does a StorageClass make volumes for that node? Topologies are alternatives; absent: everywhere.
bool allows_topology(const StorageClass& storage, const Node& node) {
  const nlohmann::json& terms = storage.allowed_topologies.json();
  if (!terms.is_array() || terms.empty()) return true;
  return std::any_of(terms.begin(), terms.end(), [&](const nlohmann::json& term) {
    const nlohmann::json needs = term.value("matchLabelExpressions", nlohmann::json::array());
    return std::all_of(needs.begin(), needs.end(), [&](const nlohmann::json& need) {
      const Text* value = node.metadata.labels.find(need.value("key", ""));
      const nlohmann::json values = need.value("values", nlohmann::json::array());
      return value != nullptr && std::find(values.begin(), values.end(), value->str()) != values.end();
    });
  });
}

bool reaches(const PersistentVolume& volume, const Node& node) {
  const VolumeNodeAffinity& affinity = volume.spec.value().node_affinity.value();
  return !affinity.required || matches(*affinity.required, node);
}

// The smallest volume that serves the claim on that node and that no claim before took.
const PersistentVolume* find_volume(const PersistentVolumeClaim& claim, const Node& node,
                                    const VolumeView& view,
                                    const std::vector<const PersistentVolume*>& taken) {
  const PersistentVolume* best = nullptr;
  const auto size = [](const PersistentVolume& v) { return v.spec.value().capacity.get("storage"); };
  for (const auto& [name, volume] : view.volumes) {
    if (std::find(taken.begin(), taken.end(), volume.get()) != taken.end()) continue;
    if (!serves(*volume, claim) || !reaches(*volume, node)) continue;
    if (best == nullptr || size(*volume) < size(*best)) best = volume.get();
  }
  return best;
}

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
  static bool is_bound(const PersistentVolumeClaim& claim) {
    return !claim.spec.value().volume_name.empty() &&
           claim.metadata.annotations.contains("pv.kubernetes.io/bind-completed");
  }

  static std::vector<std::string> reasons(const Candidate& c) {
    const auto& claims = c.prepared<Claims>();
    std::vector<std::string> reasons;
    for (const PersistentVolumeClaim* claim : claims.bound) {
      const PersistentVolume* volume = c.view.volumes.volume(claim->spec->volume_name);
      if (volume == nullptr)
        return {"node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)"};
      if (!reaches(*volume, c.node())) return {"node(s) didn't match PersistentVolume's node affinity"};
    }
    if (!can_bind(claims, c))
      reasons.emplace_back("node(s) didn't find available persistent volumes to bind");
    return reasons;
  }

  // Each unbound claim finds a volume there, or its class makes one.
  static bool can_bind(const Claims& claims, const Candidate& c) {
    std::vector<const PersistentVolume*> taken;
    for (const PersistentVolumeClaim* claim : claims.unbound) {
      const Text* selected = claim->metadata.annotations.find(kSelectedNode);
      if (selected != nullptr && !(*selected == c.node().metadata.name)) return false;
      if (selected == nullptr) {
        if (const PersistentVolume* volume = find_volume(*claim, c.node(), c.view.volumes, taken)) {
          taken.push_back(volume);
          continue;
        }
      }
      const StorageClass& storage = *c.view.volumes.class_of(*claim);
      if (storage.provisioner == kNoProvisioner || !allows_topology(storage, c.node())) return false;
    }
    return true;
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
