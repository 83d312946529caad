// What becomes of a claim: it finds a volume, waits for one to be made, or has lost the one it had.
// Source: syncClaim of pkg/controller/volume/persistentvolume of Kubernetes 1.33.
#pragma once

#include "control-plane/controllers/framework/plan.h"
#include "control-plane/controllers/framework/snapshot.h"
#include "control-plane/objects/volume_claims.h"

namespace podium::controllers {

// The next step of one claim. True while the claim waits for something that nobody will announce.
// REQUIRES: claims, volumes, classes and pods are watched, kClaimingPods is indexed.
bool sync_claim(const Snapshot& snapshot, const Ref<const PersistentVolumeClaim>& claim, TimePoint now,
                Plan& plan);

}  // namespace podium::controllers
