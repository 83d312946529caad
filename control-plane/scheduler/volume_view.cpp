#include "control-plane/scheduler/volume_view.h"

#include <nlohmann/json.hpp>

namespace podium {
namespace {

template <class M, class K>
auto find_in(const M& map, const K& key) -> decltype(map.begin()->second.get()) {
  const auto found = map.find(key);
  return found == map.end() ? nullptr : found->second.get();
}

}  // namespace

const PersistentVolumeClaim* VolumeView::claim(const Key& key) const { return find_in(claims, key); }
const PersistentVolume* VolumeView::volume(const Text& name) const { return find_in(volumes, name); }

const StorageClass* VolumeView::class_of(const PersistentVolumeClaim& claim) const {
  return find_in(classes, Text(claim.storage_class().value_or("")));
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

}  // namespace podium
