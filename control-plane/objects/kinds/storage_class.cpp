#include "control-plane/objects/kinds/storage_class.h"

namespace podium {

const Type& StorageClass::type() {
  using T = StorageClass;
  static const Type t =
      struct_type<T>("StorageClass",
                     {field("provisioner", &T::provisioner, kAlways), field("parameters", &T::parameters),
                      field("reclaimPolicy", &T::reclaim_policy), field("mountOptions", &T::mount_options),
                      field("allowVolumeExpansion", &T::allow_volume_expansion),
                      field("volumeBindingMode", &T::volume_binding_mode),
                      field("allowedTopologies", &T::allowed_topologies)},
                     &T::rest);
  return t;
}

const KindInfo& storage_class_kind() {
  static const KindInfo kind = make_kind<StorageClass>(kind_index("storage_class"), "storage.k8s.io", "v1",
                                                       "StorageClass", "storageclasses", false, false);
  return kind;
}

const KindInfo& StorageClass::info() { return storage_class_kind(); }

bool StorageClass::is_default() const {
  for (const char* mark :
       {"storageclass.kubernetes.io/is-default-class", "storageclass.beta.kubernetes.io/is-default-class"}) {
    if (metadata.annotations.get(mark) == "true") return true;
  }
  return false;
}

}  // namespace podium
