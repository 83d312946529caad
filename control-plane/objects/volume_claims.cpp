#include "control-plane/objects/volume_claims.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace podium {
namespace {

// A claim that names no class and one that names "" are alike here: defaults were set before.
std::string_view class_name(const PersistentVolumeClaim& claim) {
  return claim.storage_class().value_or(std::string_view());
}

}  // namespace

std::vector<Key> claims_of(const Pod& pod) {
  std::vector<Key> keys;
  const Text& space = pod.metadata.namespace_;
  for (const Volume& volume : pod.spec.value().volumes) {
    const nlohmann::json& source = volume.rest.json();
    if (!source.is_object()) continue;
    if (const auto claim = source.find("persistentVolumeClaim"); claim != source.end())
      keys.push_back({space, claim->value("claimName", "")});
    else if (source.contains("ephemeral"))
      keys.push_back({space, pod.metadata.name.str() + "-" + volume.name.str()});
  }
  return keys;
}

bool has_mode(const List<Text>& modes, std::string_view mode) {
  return std::any_of(modes.begin(), modes.end(), [&](const Text& m) { return m == mode; });
}

bool waits_for_consumer(const StorageClass& storage) {
  return storage.volume_binding_mode == "WaitForFirstConsumer";
}

bool is_kept_for(const PersistentVolume& volume, const PersistentVolumeClaim& claim) {
  const Box<ObjectReference>& kept = volume.spec.value().claim_ref;
  return kept && kept->namespace_ == claim.metadata.namespace_ && kept->name == claim.metadata.name &&
         (kept->uid.empty() || kept->uid == claim.metadata.uid);
}

bool reaches(const PersistentVolume& volume, const Node& node) {
  const VolumeNodeAffinity& affinity = volume.spec.value().node_affinity.value();
  return !affinity.required || matches(*affinity.required, node);
}

bool serves(const PersistentVolume& volume, const PersistentVolumeClaim& claim) {
  const PersistentVolumeSpec& offered = volume.spec.value();
  const PersistentVolumeClaimSpec& wanted = claim.spec.value();
  if (volume.metadata.deleting()) return false;
  if (offered.claim_ref && !is_kept_for(volume, claim)) return false;
  if (!offered.claim_ref && volume.status && !(volume.status->phase == "Available")) return false;
  if (!(offered.storage_class_name == class_name(claim))) return false;
  const auto mode = [](const Text& text) {
    return text.empty() ? std::string_view("Filesystem") : text.view();
  };
  if (mode(offered.volume_mode) != mode(wanted.volume_mode)) return false;
  if (wanted.selector && !wanted.selector->matches(volume.metadata.labels)) return false;
  const Quantity *size = offered.capacity.find("storage"), *need = wanted.resources.requests.find("storage");
  if (need != nullptr && (size == nullptr || *size < *need)) return false;
  return std::all_of(wanted.access_modes.begin(), wanted.access_modes.end(),
                     [&](const Text& m) { return has_mode(offered.access_modes, m.view()); });
}

}  // namespace podium
