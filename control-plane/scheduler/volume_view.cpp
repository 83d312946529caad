#include "control-plane/scheduler/volume_view.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace podium {
namespace {

template <class M, class K>
auto find_in(const M& map, const K& key) -> decltype(map.begin()->second.get()) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : found->second.get();
}

// A claim that names no class and one that names "" are alike here: defaults were set before.
std::string_view class_name(const PersistentVolumeClaim& claim) {
  return claim.storage_class().value_or(std::string_view());
}

}  // namespace

const PersistentVolumeClaim* VolumeView::claim(const Key& key) const { return find_in(claims, key); }
const PersistentVolume* VolumeView::volume(const Text& name) const { return find_in(volumes, name); }

const StorageClass* VolumeView::class_of(const PersistentVolumeClaim& claim) const {
  return find_in(classes, Text(class_name(claim)));
}

std::optional<std::pair<std::string, std::string>> VolumeView::csi_volume(
    const PersistentVolumeClaim& claim) const {
  const Text& name = claim.spec.value().volume_name;
  if (name.empty()) {
    const StorageClass* storage = class_of(claim);
    if (storage == nullptr) return std::nullopt;
    return {{storage->provisioner.str(), claim.metadata.namespace_.str() + "/" + claim.metadata.name.str()}};
  }
  const PersistentVolume* bound = volume(name);
  if (bound == nullptr) return std::nullopt;
  const nlohmann::json& source = bound->spec.value().rest.json();
  const auto csi = source.find("csi");
  if (csi == source.end()) return std::nullopt;
  return {{csi->value("driver", ""), csi->value("volumeHandle", "")}};
}

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

bool serves(const PersistentVolume& volume, const PersistentVolumeClaim& claim) {
  const PersistentVolumeSpec& offered = volume.spec.value();
  const PersistentVolumeClaimSpec& wanted = claim.spec.value();
  if (volume.metadata.deleting()) return false;
  if (offered.claim_ref && !(offered.claim_ref->namespace_ == claim.metadata.namespace_ &&
                             offered.claim_ref->name == claim.metadata.name))
    return false;
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
