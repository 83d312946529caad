#include "control-plane/controllers/volumes/claims.h"

#include <algorithm>

#include "control-plane/controllers/pods/indexes.h"
#include "control-plane/controllers/volumes/binding.h"

namespace podium::controllers {

namespace {

using Claim = PersistentVolumeClaim;
using PvRef = Ref<const PersistentVolume>;

constexpr std::string_view kBetaProvisioner = "volume.beta.kubernetes.io/storage-provisioner";

const char* fault_between(const PersistentVolume& volume, const Claim& claim) {
  const PersistentVolumeSpec& offered = volume.spec.value();
  const PersistentVolumeClaimSpec& wanted = claim.spec.value();
  if (offered.capacity.get("storage") < wanted.resources.requests.get("storage"))
    return "requested PV is too small";
  if (!(offered.storage_class_name == claim.storage_class().value_or("")))
    return "storageClassName does not match";
  if (!(offered.volume_mode == wanted.volume_mode)) return "incompatible volumeMode";
  const bool modes =
      std::all_of(wanted.access_modes.begin(), wanted.access_modes.end(),
                  [&](const Text& mode) { return has_mode(offered.access_modes, mode.view()); });
  return modes ? nullptr : "incompatible accessMode";
}

class ClaimSync {
 public:
  ClaimSync(const Snapshot& snapshot, const Ref<const Claim>& claim, TimePoint now, Plan& plan)
      : snapshot_(snapshot), claim_(claim), now_(now), plan_(plan) {}

  bool run() {
    if (claim_->metadata.annotations.contains(kBindCompleted)) return check_bound();
    return claim_->spec->volume_name.empty() ? find_volume() : take_named();
  }

 private:
  bool check_bound() {
    const Text& name = claim_->spec->volume_name;
    if (name.empty())
      return lose("ClaimLost",
                  "Bound claim has lost reference to PersistentVolume. Data on the volume is lost!");
    const PvRef volume = snapshot_.find<PersistentVolume>(Key{{}, name});
    if (!volume)
      return lose("ClaimLost", "Bound claim has lost its PersistentVolume. Data on the volume is lost!");
    if (volume->spec->claim_ref && !is_kept_for(*volume, *claim_))
      return lose("ClaimMisbound", "Two claims are bound to the same volume, this one is bound incorrectly");
    bind(*volume, *claim_, now_, plan_);
    return false;
  }

  bool lose(std::string_view reason, const char* message) {
    if (!(claim_->status.value().phase == "Lost")) tell(true, reason, message);
    set_phase(*claim_, "Lost", plan_);
    return false;
  }

  // The user has said which.
  bool take_named() {
    const Text& name = claim_->spec->volume_name;
    const PvRef volume = snapshot_.find<PersistentVolume>(Key{{}, name});
    if (!volume) return wait();
    if (volume->spec->claim_ref && !is_kept_for(*volume, *claim_)) {
      tell(true, "FailedBinding", "volume \"" + name.str() + "\" already bound to a different claim.");
      return wait();
    }
    if (const char* fault = volume->spec->claim_ref ? nullptr : fault_between(*volume, *claim_)) {
      tell(true, "VolumeMismatch",
           "Cannot bind to requested volume \"" + name.str() + "\": " + std::string(fault));
      return wait();
    }
    bind(*volume, *claim_, now_, plan_);
    return false;
  }

  // One that is kept for the claim; else the smallest that serves it, if it need not wait for a pod.
  PvRef best_volume(bool only_kept) const {
    PvRef best;
    const auto size = [](const PersistentVolume& v) { return v.spec->capacity.get("storage"); };
    snapshot_.each<PersistentVolume>([&](const PvRef& volume) {
      if (!serves(*volume, *claim_)) return;
      const bool kept = is_kept_for(*volume, *claim_);
      if (only_kept && !kept) return;
      const bool better = !best || (kept && !is_kept_for(*best, *claim_)) ||
                          (kept == is_kept_for(*best, *claim_) && size(*volume) < size(*best));
      if (better) best = volume;
    });
    return best;
  }

  bool find_volume() {
    const std::string name(claim_->storage_class().value_or(""));
    const auto storage = snapshot_.find<StorageClass>(Key{{}, Text(name)});
    const bool chosen = claim_->metadata.annotations.contains(kSelectedNode);
    const bool delayed = storage && waits_for_consumer(*storage) && !chosen;
    if (const PvRef volume = best_volume(delayed)) {
      bind(*volume, *claim_, now_, plan_);
      return false;
    }
    if (delayed) {
      tell_of_consumers();
    } else if (!name.empty()) {
      provision(storage, name);
    } else {
      tell(false, "FailedBinding",
           "no persistent volumes available for this claim and no storage class is set");
    }
    return wait();
  }

  void tell_of_consumers() {
    std::string pods;
    int count = 0;
    for (const Ref<const Pod>& pod : snapshot_.indexed<Pod>(kClaimingPods, claim_->metadata.namespace_)) {
      if (is_terminal(*pod) || !pod->spec->node_name.empty()) continue;
      const std::vector<Key> keys = claims_of(*pod);
      if (std::find(keys.begin(), keys.end(), key_of(*claim_)) == keys.end()) continue;
      pods += (pods.empty() ? "" : ",") + pod->metadata.name.str();
      ++count;
    }
    if (count == 0)
      return tell(false, "WaitForFirstConsumer", "waiting for first consumer to be created before binding");
    tell(false, "WaitForPodScheduled",
         std::string("waiting for pod") + (count > 1 ? "s " : " ") + pods + " to be scheduled");
  }

  // Asks whoever makes volumes of that class; it watches for the annotation.
  void provision(const Ref<const StorageClass>& storage, const std::string& name) {
    if (!storage)
      return tell(true, "ProvisioningFailed", "storageclass.storage.k8s.io \"" + name + "\" not found");
    const std::string who = storage->provisioner.str();
    if (who.starts_with("kubernetes.io/"))
      return tell(true, "ProvisioningFailed", "no volume plugin matched name: " + who);
    if (!(claim_->metadata.annotations.get(kProvisioner) == who)) {
      const Ref<Claim> asking = copy(*claim_);
      asking->metadata.annotations.set(Text(kProvisioner), who);
      asking->metadata.annotations.set(Text(kBetaProvisioner), who);
      plan_.then(update(asking));
    }
    tell(false, "ExternalProvisioning",
         "Waiting for a volume to be created either by the external provisioner '" + who +
             "' or manually by the system administrator. If volume creation is delayed, please verify that "
             "the "
             "provisioner is running and correctly registered.");
  }

  bool wait() {
    set_phase(*claim_, "Pending", plan_);
    return true;
  }

  void tell(bool warning, std::string_view reason, std::string message) {
    plan_.notes.push_back({claim_, warning, reason, std::move(message)});
  }

  const Snapshot& snapshot_;
  const Ref<const Claim>& claim_;
  TimePoint now_;
  Plan& plan_;
};

}  // namespace

bool sync_claim(const Snapshot& snapshot, const Ref<const Claim>& claim, TimePoint now, Plan& plan) {
  return ClaimSync(snapshot, claim, now, plan).run();
}

}  // namespace podium::controllers
