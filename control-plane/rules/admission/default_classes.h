// What claims and ingresses get that name no class; and what guards claims and volumes in use.
#pragma once

#include <string>
#include <vector>

#include "control-plane/objects/kinds/ingress.h"
#include "control-plane/objects/kinds/ingress_class.h"
#include "control-plane/objects/kinds/persistent_volume_claim.h"
#include "control-plane/objects/kinds/storage_class.h"

namespace podium {

using StorageClasses = std::vector<Ref<const StorageClass>>;
using IngressClasses = std::vector<Ref<const IngressClass>>;

// The class that is marked as default; of several the newest, then the first by name; or null.
const StorageClass* default_storage_class(const StorageClasses& classes);

// DefaultStorageClass: a new claim without a class gets the default one, if there is one.
void admit_claim(PersistentVolumeClaim& claim, const StorageClasses& classes);

// DefaultIngressClass: the same of a new ingress, unless the annotation of old names its class.
void admit_ingress(Ingress& ingress, const IngressClasses& classes);

// StorageObjectInUseProtection: a new claim or volume is not removed while it is in use. To be set only
// where a controller lets go of it again.
void protect_in_use(Object& object);

// PersistentVolumeClaimResize: why the claim may not grow, the text behind
// `persistentvolumeclaims "x" is forbidden: `, or an empty text.
std::string resize_fault(const PersistentVolumeClaim& old, const PersistentVolumeClaim& fresh,
                         const StorageClasses& classes);

}  // namespace podium
