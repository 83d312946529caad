// Makes volumes for claims that ask this driver, and deletes those whose claims are gone: what the
// provisioner beside a CSI driver does.
#include "control-plane/controllers/framework/controller.h"

#include <map>
#include <nlohmann/json.hpp>

#include "control-plane/controllers/persistent_volume.h"
#include "control-plane/objects/object_reference.h"
#include "control-plane/objects/volume_claims.h"

namespace podium::controllers {

namespace {

using Claim = PersistentVolumeClaim;

Ref<const PersistentVolume> new_volume(const Claim& claim, const StorageClass& storage) {
  Ref<PersistentVolume> volume = make_ref<PersistentVolume>();
  volume->metadata.name = "pvc-" + claim.metadata.uid.str();
  volume->metadata.annotations.set(Text(kProvisionedBy), storage.provisioner);
  PersistentVolumeSpec& spec = volume->spec.edit();
  spec.capacity.set("storage", claim.spec->resources.requests.get("storage"));
  spec.access_modes = claim.spec->access_modes;
  spec.volume_mode = claim.spec->volume_mode;
  spec.reclaim_policy = storage.reclaim_policy;
  spec.storage_class_name = storage.metadata.name;
  spec.mount_options = storage.mount_options;
  spec.claim_ref.edit() = reference_to(claim);
  nlohmann::json source;
  source["csi"]["driver"] = storage.provisioner.str();
  source["csi"]["fsType"] = "ext4";
  source["csi"]["volumeHandle"] = volume->metadata.name.str();
  spec.rest = Tree(std::move(source));
  return volume;
}

class VolumeProvisioner final : public Controller {
 public:
  explicit VolumeProvisioner(VolumeProvisionerOptions options) : options_(options) {}

  std::string_view name() const override { return kVolumeDriver; }
  std::vector<const KindInfo*> watches() const override {
    return {&Claim::info(), &PersistentVolume::info(), &StorageClass::info()};
  }
  int workers() const override { return 100; }

  // The storage is at work from the moment at which a wish is seen.
  void observe(const Snapshot& snapshot, const Change& change, TimePoint now, Wake& wake) override {
    const Key root = key_of(change.latest());
    bool wanted = false;
    if (change.of(Claim::info()))
      wanted = change.after != nullptr && storage_for(snapshot, *as<Claim>(change.after)) != nullptr;
    else if (change.of(PersistentVolume::info()))
      wanted = change.after != nullptr && is_to_go(*as<PersistentVolume>(change.after));
    else
      return;
    if (!wanted)
      asked_.erase(root);
    else if (asked_.try_emplace(root, now).second)
      wake.now(root);
  }

  Plan reconcile(const Snapshot& snapshot, const Key& root, const Turn& turn) const override {
    Plan plan;
    const auto asked = asked_.find(root);
    if (asked == asked_.end()) return plan;
    if (root.namespace_.empty()) {
      const auto volume = snapshot.find<PersistentVolume>(root);
      if (!volume || !is_to_go(*volume)) return plan;
      const TimePoint due = asked->second + options_.remove;
      if (turn.now < due)
        plan.wake_by(due);
      else
        plan.then(remove(*volume));
      return plan;
    }
    const auto claim = snapshot.find<Claim>(root);
    const auto storage = claim ? storage_for(snapshot, *claim) : nullptr;
    if (storage) make_volume(snapshot, claim, *storage, asked->second, turn, plan);
    return plan;
  }

 private:
  // The class of a claim that asks this driver for a volume; null if it does not, or has one.
  Ref<const StorageClass> storage_for(const Snapshot& snapshot, const Claim& claim) const {
    const Labels& annotations = claim.metadata.annotations;
    if (claim.metadata.deleting() || !claim.spec.value().volume_name.empty()) return nullptr;
    if (!(annotations.get(kProvisioner) == kVolumeDriver)) return nullptr;
    const auto storage = snapshot.find<StorageClass>(Key{{}, Text(claim.storage_class().value_or(""))});
    if (!storage || (waits_for_consumer(*storage) && !annotations.contains(kSelectedNode))) return nullptr;
    return storage;
  }

  bool is_to_go(const PersistentVolume& volume) const {
    return volume.status.value().phase == "Released" && volume.spec.value().reclaim_policy == "Delete" &&
           !volume.metadata.deleting() && volume.metadata.annotations.get(kProvisionedBy) == kVolumeDriver;
  }

  void make_volume(const Snapshot& snapshot, const Ref<const Claim>& claim, const StorageClass& storage,
                   TimePoint asked, const Turn& turn, Plan& plan) const {
    const TimePoint due = asked + options_.create;
    if (!turn.waiting && turn.now < due) {
      plan.notes.push_back({claim, false, "Provisioning",
                            "External provisioner is provisioning volume for claim \"" +
                                claim->metadata.namespace_.str() + "/" + claim->metadata.name.str() + "\""});
    }
    if (turn.now < due) return plan.wake_by(due);
    const Ref<const PersistentVolume> volume = new_volume(*claim, storage);
    if (snapshot.find<PersistentVolume>(key_of(*volume))) return;  // it is about to be bound
    plan.then(create(volume).telling(
        claim, {"ProvisioningSucceeded", "Successfully provisioned volume " + volume->metadata.name.str()},
        {"ProvisioningFailed",
         "failed to provision volume with StorageClass \"" + storage.metadata.name.str() + "\": ", true}));
  }

  VolumeProvisionerOptions options_;
  std::map<Key, TimePoint> asked_;  // since when it is wanted
};

}  // namespace

std::unique_ptr<Controller> volume_provisioner_controller(const Settings& settings) {
  return std::make_unique<VolumeProvisioner>(settings.get<VolumeProvisionerOptions>());
}

}  // namespace podium::controllers
