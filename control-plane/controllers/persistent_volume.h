// Tunables of the controllers of volumes (kube-controller-manager's defaults).
#pragma once

#include "runtime/env/time.h"

namespace podium::controllers {

struct PersistentVolumeOptions {
  Duration resync = 15s;  // --pvclaimbinder-sync-period
};

// Of the cluster's own storage.
struct VolumeProvisionerOptions {
  Duration create = 2s, remove = 2s;  // what the storage takes to do so
};

}  // namespace podium::controllers
