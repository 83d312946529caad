// Counts what a namespace uses of its quotas. The API server charges what is made; this gives back what is
// gone, and sees to quotas that are new or changed (pkg/controller/resourcequota).
#include "control-plane/rules/admission/resource_quota.h"

#include <algorithm>

#include "control-plane/controllers/framework/controller.h"
#include "control-plane/controllers/pods/pod_state.h"
#include "control-plane/rules/admission/quota_usage.h"

namespace podium::controllers {

namespace {

constexpr Duration kResync = 5min;  // --resource-quota-sync-period

std::vector<const KindInfo*> counted_kinds() {
  std::vector<const KindInfo*> kinds = all_kinds();
  std::erase_if(kinds, [](const KindInfo* kind) {
    return !kind->namespaced || kind->kind == "Event" || kind->kind == "Binding";
  });
  return kinds;
}

// Does the change give something back?
bool frees(const Change& change) {
  if (change.after == nullptr) return true;
  const Pod *before = as<Pod>(change.before), *after = as<Pod>(change.after);
  return before != nullptr && after != nullptr && !is_terminal(*before) && is_terminal(*after);
}

bool concerns(const ResourceQuota& quota, const KindInfo& kind) {
  const ResourceList& hard = quota.spec.value().hard;
  return std::any_of(hard.begin(), hard.end(),
                     [&](const auto& limit) { return quota_tracks(kind, limit.first.view()); });
}

class ResourceQuotas final : public Controller {
 public:
  std::string_view name() const override { return "resourcequota-controller"; }
  std::vector<const KindInfo*> watches() const override { return counted_kinds(); }

  void observe(const Snapshot& snapshot, const Change& change, TimePoint, Wake& wake) override {
    const Object& latest = change.latest();
    if (change.of(ResourceQuota::info())) {
      const auto *before = as<ResourceQuota>(change.before), *after = as<ResourceQuota>(change.after);
      if (after != nullptr && (before == nullptr || !(before->spec == after->spec))) wake.now(key_of(*after));
    }
    if (!frees(change)) return;
    snapshot.each_in(ResourceQuota::info(), latest.metadata.namespace_, [&](const ObjectRef& object) {
      if (concerns(static_cast<const ResourceQuota&>(*object), latest.kind())) wake.now(key_of(*object));
    });
  }

  Plan reconcile(const Snapshot& snapshot, const Key& root, const Turn& turn) const override {
    Plan plan;
    const auto quota = snapshot.find<ResourceQuota>(root);
    if (!quota) return plan;
    std::vector<ObjectRef> objects;
    for (const KindInfo* kind : counted_kinds()) {
      if (!concerns(*quota, *kind)) continue;
      snapshot.each_in(*kind, root.namespace_, [&](const ObjectRef& object) { objects.push_back(object); });
    }
    plan.wake_by(turn.now + kResync);
    const Ref<ResourceQuota> fresh = copy(*quota);
    fresh->status = quota_status(*quota, objects, turn.now);
    if (!(fresh->status == quota->status)) plan.then(update_status(fresh));
    return plan;
  }
};

}  // namespace

std::unique_ptr<Controller> resource_quota_controller(const Settings&) {
  return std::make_unique<ResourceQuotas>();
}

}  // namespace podium::controllers
