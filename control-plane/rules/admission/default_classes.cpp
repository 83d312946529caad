#include "control-plane/rules/admission/default_classes.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "control-plane/objects/kinds/persistent_volume.h"

namespace podium {
namespace {

constexpr const char* kIngressClassAnnotation = "kubernetes.io/ingress.class";

template <class Class>
const Class* newest_default(const std::vector<Ref<const Class>>& classes) {
  const Class* best = nullptr;
  for (const auto& candidate : classes) {
    if (!candidate->is_default()) continue;
    const ObjectMeta& mine = candidate->metadata;
    const bool better =
        best == nullptr || mine.creation_timestamp > best->metadata.creation_timestamp ||
        (mine.creation_timestamp == best->metadata.creation_timestamp && mine.name < best->metadata.name);
    if (better) best = candidate.get();
  }
  return best;
}

void add_finalizer(ObjectMeta& metadata, const char* name) {
  const List<Text>& present = metadata.finalizers;
  if (std::find(present.begin(), present.end(), std::string_view(name)) == present.end())
    metadata.finalizers.push_back(name);
}

Quantity size_of(const PersistentVolumeClaim& claim) {
  return claim.spec.value().resources.requests.get("storage");
}

bool may_grow(const PersistentVolumeClaim& claim, const StorageClasses& classes) {
  const std::string_view name = claim.storage_class().value_or("");
  return std::any_of(classes.begin(), classes.end(), [&](const auto& storage) {
    return storage->metadata.name == name && storage->allow_volume_expansion.value_or(false);
  });
}

}  // namespace

const StorageClass* default_storage_class(const StorageClasses& classes) { return newest_default(classes); }

void admit_claim(PersistentVolumeClaim& claim, const StorageClasses& classes) {
  if (claim.storage_class()) return;
  const StorageClass* found = default_storage_class(classes);
  if (found == nullptr) return;
  claim.spec.edit().storage_class_name = Tree(nlohmann::json(found->metadata.name.view()));
}

void admit_ingress(Ingress& ingress, const IngressClasses& classes) {
  const bool named = !ingress.spec.value().ingress_class_name.empty() ||
                     ingress.metadata.annotations.contains(kIngressClassAnnotation);
  const IngressClass* found = named ? nullptr : newest_default(classes);
  if (found != nullptr) ingress.spec.edit().ingress_class_name = found->metadata.name;
}

void protect_in_use(Object& object) {
  if (is<PersistentVolumeClaim>(object)) add_finalizer(object.metadata, "kubernetes.io/pvc-protection");
  if (is<PersistentVolume>(object)) add_finalizer(object.metadata, "kubernetes.io/pv-protection");
}

std::string resize_fault(const PersistentVolumeClaim& old, const PersistentVolumeClaim& fresh,
                         const StorageClasses& classes) {
  if (size_of(fresh) <= size_of(old)) return "";
  if (!(old.status.value().phase == "Bound")) return "Only bound persistent volume claims can be expanded";
  if (may_grow(old, classes)) return "";
  return "only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must "
         "support resize";
}

}  // namespace podium
