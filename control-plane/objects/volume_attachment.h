// VolumeAttachments: which volume is at which node.
#pragma once

#include "control-plane/objects/kinds/persistent_volume.h"

namespace podium {

const KindInfo& attachment_kind();

// Whether nodes have to be given the volume before their pods can use it: those of CSI drivers.
bool needs_attaching(const PersistentVolume& volume);
// The name of the object that says where the volume is, or shall be.
Text attachment_name(const Text& volume, const Text& node);

// A wish to have the volume at the node, and what it says. REQUIRES: needs_attaching(volume).
Ref<Object> new_attachment(const PersistentVolume& volume, const Text& node);
Text volume_at(const Object& attachment);
Text node_at(const Object& attachment);
bool is_attached(const Object& attachment);
Ref<Object> attached(const Object& attachment);  // a copy that says that it is done

}  // namespace podium
