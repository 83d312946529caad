#include "control-plane/scheduler/volume_choice.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace podium {
namespace {

constexpr std::string_view kNoProvisioner = "kubernetes.io/no-provisioner";

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

// The smallest volume that serves the claim on that node and that no claim before took.
const PersistentVolume* find_volume(const PersistentVolumeClaim& claim, const Node& node,
                                    const VolumeView& view, const std::vector<VolumeChoice>& taken) {
  const PersistentVolume* best = nullptr;
  const auto size = [](const PersistentVolume& v) { return v.spec.value().capacity.get("storage"); };
  for (const auto& [name, volume] : view.volumes) {
    const auto is_it = [&volume = volume](const VolumeChoice& choice) {
      return choice.volume == volume.get();
    };
    if (std::any_of(taken.begin(), taken.end(), is_it)) continue;
    if (!serves(*volume, claim) || !reaches(*volume, node)) continue;
    if (best == nullptr || size(*volume) < size(*best)) best = volume.get();
  }
  return best;
}

}  // namespace

bool is_bound(const PersistentVolumeClaim& claim) {
  return !claim.spec.value().volume_name.empty() && claim.metadata.annotations.contains(kBindCompleted);
}

std::optional<std::vector<VolumeChoice>> choose_volumes(
    const std::vector<const PersistentVolumeClaim*>& unbound, const Node& node, const VolumeView& view) {
  std::vector<VolumeChoice> chosen;
  for (const PersistentVolumeClaim* claim : unbound) {
    const Text* selected = claim->metadata.annotations.find(kSelectedNode);
    if (selected != nullptr && !(*selected == node.metadata.name)) return std::nullopt;
    const PersistentVolume* volume = selected == nullptr ? find_volume(*claim, node, view, chosen) : nullptr;
    if (volume == nullptr) {
      const StorageClass& storage = *view.class_of(*claim);
      if (storage.provisioner == kNoProvisioner || !allows_topology(storage, node)) return std::nullopt;
    }
    chosen.push_back({claim, volume});
  }
  return chosen;
}

}  // namespace podium
