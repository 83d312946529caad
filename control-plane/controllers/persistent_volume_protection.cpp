// Keeps volumes that are bound from going: their finalizer is taken off when no claim has them.
#include "control-plane/controllers/framework/controller.h"
#include "control-plane/controllers/volumes/protection.h"
#include "control-plane/objects/kinds/persistent_volume.h"

namespace podium::controllers {

namespace {

class VolumeProtection final : public Controller {
 public:
  std::string_view name() const override { return "persistentvolume-protection-controller"; }
  std::vector<const KindInfo*> watches() const override { return {&PersistentVolume::info()}; }
  int workers() const override { return 1; }

  void observe(const Snapshot&, const Change& change, TimePoint, Wake& wake) override {
    const Object* after = change.after;
    if (after != nullptr && after->metadata.deleting()) wake.now(key_of(*after));
  }

  Plan reconcile(const Snapshot& snapshot, const Key& root, const Turn&) const override {
    Plan plan;
    const auto volume = snapshot.find<PersistentVolume>(root);
    if (!volume || !volume->metadata.deleting() || volume->status.value().phase == "Bound") return plan;
    unprotect(*volume, "kubernetes.io/pv-protection", plan);
    return plan;
  }
};

}  // namespace

std::unique_ptr<Controller> persistent_volume_protection_controller(const Settings&) {
  return std::make_unique<VolumeProtection>();
}

}  // namespace podium::controllers
