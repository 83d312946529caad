// How a claim and a volume are bound to each other, and how a volume is set free.
#pragma once

#include "control-plane/controllers/framework/plan.h"
#include "control-plane/objects/volume_claims.h"

namespace podium::controllers {

// Adds the writes that are still needed, the volume's first: whoever sees a claim Bound can rely on its
// volume. REQUIRES: the volume is nobody else's.
void bind(const PersistentVolume& volume, const PersistentVolumeClaim& claim, TimePoint now, Plan& plan);

// The volume is for anybody again; one that a user kept for a claim of that name, for the next such claim.
void unbind(const PersistentVolume& volume, TimePoint now, Plan& plan);

// A write of the phase, if it differs. `message` says why.
void set_phase(const PersistentVolume& volume, std::string_view phase, TimePoint now, Plan& plan,
               const std::string& message = {});
void set_phase(const PersistentVolumeClaim& claim, std::string_view phase, Plan& plan);

}  // namespace podium::controllers
