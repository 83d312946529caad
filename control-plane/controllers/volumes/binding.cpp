#include "control-plane/controllers/volumes/binding.h"
#include "control-plane/objects/object_reference.h"

namespace podium::controllers {

namespace {

Ref<const PersistentVolume> bound_volume(const PersistentVolume& volume, const PersistentVolumeClaim& claim,
                                         Plan& plan) {
  const bool kept = is_kept_for(volume, claim);
  if (kept && !volume.spec->claim_ref->uid.empty()) return Ref<const PersistentVolume>::share(&volume);
  const Ref<PersistentVolume> bound = copy(volume);
  bound->spec.edit().claim_ref.edit() = reference_to(claim);
  if (!kept) bound->metadata.annotations.set(Text(kBoundByController), "yes");
  plan.then(update(bound));
  return bound;
}

Ref<const PersistentVolumeClaim> bound_claim(const PersistentVolumeClaim& claim,
                                             const PersistentVolume& volume, Plan& plan) {
  const bool named = claim.spec->volume_name == volume.metadata.name;
  if (named && claim.metadata.annotations.contains(kBindCompleted))
    return Ref<const PersistentVolumeClaim>::share(&claim);
  const Ref<PersistentVolumeClaim> bound = copy(claim);
  bound->spec.edit().volume_name = volume.metadata.name;
  if (!named) bound->metadata.annotations.set(Text(kBoundByController), "yes");
  bound->metadata.annotations.set(Text(kBindCompleted), "yes");
  plan.then(update(bound));
  return bound;
}

}  // namespace

void set_phase(const PersistentVolume& volume, std::string_view phase, TimePoint now, Plan& plan,
               const std::string& message) {
  if (volume.status.value().phase == phase) return;
  const Ref<PersistentVolume> changed = copy(volume);
  PersistentVolumeStatus& status = changed->status.edit();
  status.phase = phase;
  status.message = message;
  status.last_phase_transition_time = now;
  plan.then(update_status(changed));
}

void set_phase(const PersistentVolumeClaim& claim, std::string_view phase, Plan& plan) {
  if (claim.status.value().phase == phase) return;
  const Ref<PersistentVolumeClaim> changed = copy(claim);
  changed->status.edit().phase = phase;
  if (phase != "Bound") {
    changed->status.edit().access_modes = {};
    changed->status.edit().capacity = {};
  }
  plan.then(update_status(changed));
}

void bind(const PersistentVolume& volume, const PersistentVolumeClaim& claim, TimePoint now, Plan& plan) {
  set_phase(*bound_volume(volume, claim, plan), "Bound", now, plan);
  const Ref<const PersistentVolumeClaim> bound = bound_claim(claim, volume, plan);
  PersistentVolumeClaimStatus status = bound->status.value();
  status.phase = "Bound";
  status.access_modes = volume.spec->access_modes;
  if (!status.capacity.contains("storage")) status.capacity = volume.spec->capacity;
  if (status == bound->status.value()) return;
  const Ref<PersistentVolumeClaim> changed = copy(*bound);
  changed->status = Box<PersistentVolumeClaimStatus>(std::move(status));
  plan.then(update_status(changed));
}

void unbind(const PersistentVolume& volume, TimePoint now, Plan& plan) {
  const Ref<PersistentVolume> free = copy(volume);
  if (volume.metadata.annotations.contains(kBoundByController)) {
    free->spec.edit().claim_ref = {};
    free->metadata.annotations.erase(kBoundByController);
  } else {
    ObjectReference& kept = free->spec.edit().claim_ref.edit();
    kept.uid = kept.resource_version = {};
  }
  plan.then(update(free));
  set_phase(*free, "Available", now, plan);
}

}  // namespace podium::controllers
