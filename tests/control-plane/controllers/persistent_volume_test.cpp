#include "control-plane/controllers/persistent_volume.h"

#include <nlohmann/json.hpp>

#include "control-plane/controllers/framework/controller.h"
#include "control-plane/objects/volume_claims.h"
#include "tests/control-plane/controllers/support/small_world.h"
#include "tests/support/catch.h"

namespace podium::controllers {

std::unique_ptr<Controller> persistent_volume_controller(const Settings& settings);
std::unique_ptr<Controller> persistent_volume_protection_controller(const Settings& settings);
std::unique_ptr<Controller> persistent_volume_claim_protection_controller(const Settings& settings);
std::unique_ptr<Controller> volume_provisioner_controller(const Settings& settings);

namespace {

const Key kData{"default", "data"};

// The controllers of volumes; the test plays users, scheduler and API server.
struct Rig {
  Rig() {
    world.add(persistent_volume_controller(Settings()));
    world.add(persistent_volume_protection_controller(Settings()));
    world.add(persistent_volume_claim_protection_controller(Settings()));
    world.add(volume_provisioner_controller(Settings()));
  }
  void add_volume(const char* name, const char* size, const char* mode = "ReadWriteOnce") {
    Ref<PersistentVolume> volume = make_ref<PersistentVolume>();
    volume->metadata.name = name;
    volume->metadata.finalizers = {"kubernetes.io/pv-protection"};
    PersistentVolumeSpec& spec = volume->spec.edit();
    spec.capacity.set("storage", *Quantity::parse(size));
    spec.access_modes = {mode};
    spec.reclaim_policy = "Retain";
    spec.volume_mode = "Filesystem";
    volume->status.edit().phase = "Pending";
    world.put(volume);
    world.settle();
  }
  void add_class(const char* mode, const char* provisioner = "csi.podium.dev") {
    Ref<StorageClass> storage = make_ref<StorageClass>();
    storage->metadata.name = "fast";
    storage->provisioner = provisioner;
    storage->reclaim_policy = "Delete";
    storage->volume_binding_mode = mode;
    world.put(storage);
  }
  void claim(const char* size, const char* storage = "", const char* volume = "") {
    Ref<PersistentVolumeClaim> claim = make_ref<PersistentVolumeClaim>();
    claim->metadata.namespace_ = "default";
    claim->metadata.name = "data";
    claim->metadata.finalizers = {"kubernetes.io/pvc-protection"};
    PersistentVolumeClaimSpec& spec = claim->spec.edit();
    spec.access_modes = {"ReadWriteOnce"};
    spec.volume_mode = "Filesystem";
    spec.volume_name = volume;
    spec.storage_class_name = Tree(nlohmann::json(storage));
    spec.resources.requests.set("storage", *Quantity::parse(size));
    claim->status.edit().phase = "Pending";
    world.put(claim);
    world.settle();
  }
  Ref<const PersistentVolumeClaim> claim() const { return world.find<PersistentVolumeClaim>(kData); }
  std::string phase() const { return claim()->status->phase.str(); }
  // "pv-1:Bound pv-2:Available"
  std::string volumes() const {
    std::string all;
    world.each<PersistentVolume>([&](const Ref<const PersistentVolume>& volume) {
      const bool made = volume->metadata.name.view().starts_with("pvc-");
      all += (all.empty() ? "" : " ") + (made ? "made" : volume->metadata.name.str()) + ":" +
             volume->status->phase.str();
    });
    return all;
  }
  // Deleted, as the API server does it while there are finalizers.
  template <class T>
  void remove(const Key& key) {
    world.edit<T>(key, [this](T& object) { object.metadata.deletion_timestamp = world.now(); });
    world.settle();
    collect<T>(key);
  }
  template <class T>
  void collect(const Key& key) {
    const auto object = world.find<T>(key);
    if (!object || !object->metadata.finalizers.empty()) return;
    world.erase(T::info(), key);
    world.settle();
  }
  bool told(const std::string& event) const {
    return std::find(world.events.begin(), world.events.end(), event) != world.events.end();
  }
  SmallWorld world;
};

}  // namespace

TEST_CASE("A claim gets the smallest volume that serves it, which is retained after it", "[volumes]") {
  Rig rig;
  rig.add_volume("large", "10Gi");
  rig.add_volume("right", "2Gi");
  rig.add_volume("shared", "1Gi", "ReadOnlyMany");
  rig.add_volume("small", "500Mi");
  CHECK(rig.volumes() == "large:Available right:Available shared:Available small:Available");
  rig.claim("1Gi");
  CHECK(rig.phase() == "Bound");
  CHECK(rig.claim()->spec->volume_name == "right");
  CHECK(rig.claim()->status->capacity.get("storage").str() == "2Gi");
  CHECK(rig.claim()->status->access_modes == List<Text>{"ReadWriteOnce"});
  CHECK(rig.claim()->metadata.annotations.get(kBindCompleted) == "yes");
  CHECK(rig.claim()->metadata.annotations.get(kBoundByController) == "yes");
  const auto volume = rig.world.find<PersistentVolume>(Key{{}, "right"});
  CHECK(volume->spec->claim_ref->uid == rig.claim()->metadata.uid);
  CHECK(rig.volumes() == "large:Available right:Bound shared:Available small:Available");
  rig.remove<PersistentVolumeClaim>(kData);
  CHECK(rig.volumes() == "large:Available right:Released shared:Available small:Available");
}

TEST_CASE("A volume is kept while its claim is there, and a claim while a pod uses it", "[volumes]") {
  Rig rig;
  rig.add_volume("pv", "1Gi");
  rig.claim("1Gi");
  Ref<Pod> pod = make_ref<Pod>();
  pod->metadata.namespace_ = "default";
  pod->metadata.name = "p";
  nlohmann::json source;
  source["persistentVolumeClaim"]["claimName"] = "data";
  pod->spec.edit().volumes = {Volume{"v", Tree(source)}};
  pod->spec.edit().node_name = "n1";
  rig.world.put(pod);
  rig.remove<PersistentVolume>(Key{{}, "pv"});
  CHECK(rig.world.find<PersistentVolume>(Key{{}, "pv"}));  // bound: protected
  rig.remove<PersistentVolumeClaim>(kData);
  REQUIRE(rig.claim());  // used by a pod: protected
  rig.world.erase(Pod::info(), Key{"default", "p"});
  rig.world.settle();
  rig.collect<PersistentVolumeClaim>(kData);
  CHECK_FALSE(rig.claim());
  CHECK(rig.volumes() == "");  // nobody's, and to be deleted
}

TEST_CASE("A claim that names a volume takes that one, if it fits", "[volumes]") {
  Rig rig;
  rig.add_volume("a", "1Gi");
  rig.add_volume("b", "5Gi");
  rig.claim("2Gi", "", "a");
  CHECK(rig.phase() == "Pending");
  CHECK(rig.told("Warning VolumeMismatch Cannot bind to requested volume \"a\": requested PV is too small"));
  rig.world.erase(PersistentVolumeClaim::info(), kData);
  rig.claim("2Gi", "", "b");
  CHECK(rig.phase() == "Bound");
  CHECK(rig.claim()->metadata.annotations.get(kBoundByController).empty());
  rig.world.erase(PersistentVolume::info(), Key{{}, "b"});
  rig.world.settle();
  CHECK(rig.phase() == "Lost");
  CHECK(rig.told("Warning ClaimLost Bound claim has lost its PersistentVolume. Data on the volume is lost!"));
}

TEST_CASE("A claim without a class waits for a volume, and finds it within 15 s", "[volumes]") {
  Rig rig;
  rig.claim("1Gi");
  CHECK(
      rig.told("Normal FailedBinding no persistent volumes available for this claim and no storage class is "
               "set"));
  rig.add_volume("pv", "1Gi");
  rig.world.advance(15s);
  CHECK(rig.phase() == "Bound");
}

TEST_CASE("A class makes a volume at once, and takes it away when its claim goes", "[volumes]") {
  Rig rig;
  rig.add_class("Immediate");
  rig.claim("1Gi", "fast");
  const std::string name = "pvc-" + rig.claim()->metadata.uid.str();
  CHECK(rig.phase() == "Pending");
  CHECK(
      rig.told("Normal ExternalProvisioning Waiting for a volume to be created either by the external "
               "provisioner 'csi.podium.dev' or manually by the system administrator. If volume creation is "
               "delayed, please verify that the provisioner is running and correctly registered."));
  CHECK(
      rig.told("Normal Provisioning External provisioner is provisioning volume for claim \"default/data\""));
  rig.world.advance(VolumeProvisionerOptions{}.create);
  CHECK(rig.phase() == "Bound");
  CHECK(rig.told("Normal ProvisioningSucceeded Successfully provisioned volume " + name));
  CHECK(rig.volumes() == "made:Bound");
  CHECK(rig.world.find<PersistentVolume>(Key{{}, Text(name)})->spec->reclaim_policy == "Delete");
  rig.remove<PersistentVolumeClaim>(kData);
  CHECK(rig.volumes() == "made:Released");
  rig.world.advance(VolumeProvisionerOptions{}.remove);
  CHECK(rig.volumes() == "");
}

TEST_CASE("A class that waits for a consumer makes its volume when the scheduler has chosen a node",
          "[volumes]") {
  Rig rig;
  rig.add_class("WaitForFirstConsumer");
  rig.claim("1Gi", "fast");
  rig.world.advance(1min);
  CHECK(rig.phase() == "Pending");
  CHECK(rig.told("Normal WaitForFirstConsumer waiting for first consumer to be created before binding"));
  rig.world.edit<PersistentVolumeClaim>(
      kData, [](PersistentVolumeClaim& claim) { claim.metadata.annotations.set(Text(kSelectedNode), "n1"); });
  rig.world.settle();
  rig.world.advance(VolumeProvisionerOptions{}.create);
  CHECK(rig.phase() == "Bound");
}

TEST_CASE("A class that nobody serves says so", "[volumes]") {
  Rig rig;
  rig.claim("1Gi", "fast");
  CHECK(rig.told("Warning ProvisioningFailed storageclass.storage.k8s.io \"fast\" not found"));
  rig.add_class("Immediate", "kubernetes.io/no-provisioner");
  rig.world.advance(15s);
  CHECK(rig.told("Warning ProvisioningFailed no volume plugin matched name: kubernetes.io/no-provisioner"));
}

}  // namespace podium::controllers
