// StorageClasses as `kubectl get storageclasses` shows them.
#include "control-plane/objects/kinds/storage_class.h"

#include "control-plane/gateway/age.h"
#include "control-plane/gateway/printer.h"

namespace podium {
namespace {

std::string or_else(const Text& text, const char* otherwise) { return text.empty() ? otherwise : text.str(); }

std::vector<Cell> row(const Object& object, TimePoint now) {
  const auto& storage = static_cast<const StorageClass&>(object);
  return {storage.metadata.name.str() + (storage.is_default() ? " (default)" : ""),
          storage.provisioner.str(),
          or_else(storage.reclaim_policy, "Delete"),
          or_else(storage.volume_binding_mode, "Immediate"),
          storage.allow_volume_expansion.value_or(false) ? "true" : "false",
          age(storage.metadata.creation_timestamp, now)};
}

}  // namespace

Printer storage_class_printer() {
  return {&StorageClass::info(),
          {{"Name", "string", "name"},
           {"Provisioner"},
           {"ReclaimPolicy"},
           {"VolumeBindingMode"},
           {"AllowVolumeExpansion"},
           {"Age"}},
          &row};
}

}  // namespace podium
