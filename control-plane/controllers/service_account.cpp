// Gives every namespace its `default` service account.
#include "control-plane/objects/kinds/service_account.h"
#include "control-plane/controllers/framework/controller.h"
#include "control-plane/objects/kinds/namespace.h"

namespace podium::controllers {

namespace {

constexpr const char* kDefault = "default";

class ServiceAccountController final : public Controller {
 public:
  std::string_view name() const override { return "serviceaccount-controller"; }
  std::vector<const KindInfo*> watches() const override {
    return {&Namespace::info(), &ServiceAccount::info()};
  }

  // A root is a namespace.
  void observe(const Snapshot&, const Change& change, TimePoint, Wake& wake) override {
    if (change.of(Namespace::info())) {
      if (change.before == nullptr) wake.now(key_of(*change.after));
    } else if (change.after == nullptr) {
      wake.now(Key{{}, change.before->metadata.namespace_});
    }
  }

  Plan reconcile(const Snapshot& snapshot, const Key& root, const Turn&) const override {
    Plan plan;
    const Ref<const Namespace> space = snapshot.find<Namespace>(root);
    if (!space || space->metadata.deleting()) return plan;
    if (snapshot.find<ServiceAccount>(Key{root.name, kDefault})) return plan;
    const Ref<ServiceAccount> account = make_ref<ServiceAccount>();
    account->metadata.namespace_ = root.name;
    account->metadata.name = kDefault;
    plan.then(create(account));
    return plan;
  }
};

}  // namespace

std::unique_ptr<Controller> service_account_controller(const Settings&) {
  return std::make_unique<ServiceAccountController>();
}

}  // namespace podium::controllers
