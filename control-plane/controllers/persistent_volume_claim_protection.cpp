// Keeps claims that pods use from going: their finalizer is taken off when the last such pod is gone.
#include <algorithm>

#include "control-plane/controllers/framework/controller.h"
#include "control-plane/controllers/pods/indexes.h"
#include "control-plane/controllers/volumes/protection.h"
#include "control-plane/objects/volume_claims.h"

namespace podium::controllers {

namespace {

// Pods without a node do not count: no kubelet starts a pod whose claim is being deleted.
bool is_used(const Snapshot& snapshot, const PersistentVolumeClaim& claim) {
  const Key key = key_of(claim);
  for (const Ref<const Pod>& pod : snapshot.indexed<Pod>(kClaimingPods, key.namespace_)) {
    if (pod->spec->node_name.empty()) continue;
    const std::vector<Key> keys = claims_of(*pod);
    if (std::find(keys.begin(), keys.end(), key) != keys.end()) return true;
  }
  return false;
}

class ClaimProtection final : public Controller {
 public:
  std::string_view name() const override { return "persistentvolumeclaim-protection-controller"; }
  std::vector<const KindInfo*> watches() const override {
    return {&PersistentVolumeClaim::info(), &Pod::info()};
  }
  std::vector<const Index*> indexes() const override { return {&kClaimingPods}; }
  int workers() const override { return 1; }

  void observe(const Snapshot& snapshot, const Change& change, TimePoint, Wake& wake) override {
    if (change.of(PersistentVolumeClaim::info())) {
      if (change.after != nullptr && change.after->metadata.deleting()) wake.now(key_of(*change.after));
    } else if (change.after == nullptr) {
      for (const Key& key : claims_of(static_cast<const Pod&>(*change.before))) {
        const auto claim = snapshot.find<PersistentVolumeClaim>(key);
        if (claim && claim->metadata.deleting()) wake.now(key);
      }
    }
  }

  Plan reconcile(const Snapshot& snapshot, const Key& root, const Turn&) const override {
    Plan plan;
    const auto claim = snapshot.find<PersistentVolumeClaim>(root);
    if (!claim || !claim->metadata.deleting() || is_used(snapshot, *claim)) return plan;
    unprotect(*claim, "kubernetes.io/pvc-protection", plan);
    return plan;
  }
};

}  // namespace

std::unique_ptr<Controller> persistent_volume_claim_protection_controller(const Settings&) {
  return std::make_unique<ClaimProtection>();
}

}  // namespace podium::controllers
