// Binds claims to volumes, and says what becomes of volumes whose claims are gone.
//
// Its roots are claims, which have a namespace, and volumes, which have none. What waits for somebody who
// will not announce himself is looked at again every period, as Kubernetes does.
#include "control-plane/controllers/persistent_volume.h"

#include "control-plane/controllers/framework/controller.h"
#include "control-plane/controllers/pods/indexes.h"
#include "control-plane/controllers/volumes/binding.h"
#include "control-plane/controllers/volumes/claims.h"

namespace podium::controllers {

namespace {

using Claim = PersistentVolumeClaim;

bool is_provisioned(const PersistentVolume& volume) {
  return volume.metadata.annotations.contains(kProvisionedBy);
}

// What its reclaim policy says, now that the claim is gone. Whoever made the volume deletes it himself.
void reclaim(const Ref<const PersistentVolume>& volume, TimePoint now, Plan& plan) {
  const Text& policy = volume->spec->reclaim_policy;
  if (policy == "Recycle") {
    const std::string why = "No recycler plugin found for the volume!";
    plan.notes.push_back({volume, true, "VolumeFailedRecycle", why});
    set_phase(*volume, "Failed", now, plan, why);
  } else if (policy == "Delete" && !is_provisioned(*volume)) {
    const std::string why = "error getting deleter volume plugin for volume \"" +
                            volume->metadata.name.str() + "\": no deletable volume plugin matched";
    plan.notes.push_back({volume, true, "VolumeFailedDelete", why});
    set_phase(*volume, "Failed", now, plan, why);
  }
}

// The claim is gone: the API server is asked whether it is so, since the claim may be younger than what the
// caches show.
void release(const Ref<const PersistentVolume>& volume, TimePoint now, Plan& plan) {
  const Text& phase = volume->status.value().phase;
  if (phase == "Failed") return;
  if (phase == "Released") return reclaim(volume, now, plan);
  const ObjectReference& kept = *volume->spec->claim_ref;
  plan.then(confirm_absent(Claim::info(), Key{kept.namespace_, kept.name}, kept.uid));
  set_phase(*volume, "Released", now, plan);
}

void sync_volume(const Snapshot& snapshot, const Ref<const PersistentVolume>& volume, TimePoint now,
                 Plan& plan) {
  const Box<ObjectReference>& kept = volume->spec->claim_ref;
  if (!kept || kept->uid.empty()) return set_phase(*volume, "Available", now, plan);
  const auto claim = snapshot.find<Claim>(Key{kept->namespace_, kept->name});
  if (!claim || !(claim->metadata.uid == kept->uid)) return release(volume, now, plan);
  const Text& taken = claim->spec->volume_name;
  if (taken.empty()) return;  // the claim's own turn
  if (taken == volume->metadata.name) return set_phase(*volume, "Bound", now, plan);
  // The claim has another volume.
  if (is_provisioned(*volume) && volume->spec->reclaim_policy == "Delete") {
    set_phase(*volume, "Released", now, plan);
  } else {
    unbind(*volume, now, plan);
  }
}

class PersistentVolumes final : public Controller {
 public:
  explicit PersistentVolumes(PersistentVolumeOptions options) : options_(options) {}

  std::string_view name() const override { return "persistentvolume-controller"; }
  std::vector<const KindInfo*> watches() const override {
    return {&Claim::info(), &PersistentVolume::info(), &StorageClass::info(), &Pod::info()};
  }
  std::vector<const Index*> indexes() const override { return {&kClaimingPods}; }
  int workers() const override { return 1; }

  void observe(const Snapshot&, const Change& change, TimePoint, Wake& wake) override {
    if (change.of(Claim::info())) {
      const auto& claim = static_cast<const Claim&>(change.latest());
      wake.now(key_of(claim));
      const Text& volume = claim.spec.value().volume_name;
      if (!volume.empty()) wake.now(Key{{}, volume});
    } else if (change.of(PersistentVolume::info())) {
      const auto& volume = static_cast<const PersistentVolume&>(change.latest());
      wake.now(key_of(volume));
      const Box<ObjectReference>& kept = volume.spec.value().claim_ref;
      if (kept) wake.now(Key{kept->namespace_, kept->name});
    }
  }

  Plan reconcile(const Snapshot& snapshot, const Key& root, const Turn& turn) const override {
    Plan plan;
    if (root.namespace_.empty()) {
      const auto volume = snapshot.find<PersistentVolume>(root);
      if (volume && volume->spec) sync_volume(snapshot, volume, turn.now, plan);
      return plan;
    }
    const auto claim = snapshot.find<Claim>(root);
    if (!claim || !claim->spec) return plan;
    if (sync_claim(snapshot, claim, turn.now, plan)) plan.wake_by(next_tick(turn.now + 1ns, options_.resync));
    return plan;
  }

 private:
  PersistentVolumeOptions options_;
};

}  // namespace

std::unique_ptr<Controller> persistent_volume_controller(const Settings& settings) {
  return std::make_unique<PersistentVolumes>(settings.get<PersistentVolumeOptions>());
}

}  // namespace podium::controllers
