// Publishes the cluster's certificate authority as ConfigMap kube-root-ca.crt in every namespace.
#include "control-plane/controllers/root_ca.h"

#include "control-plane/controllers/framework/controller.h"
#include "control-plane/objects/kinds/config_map.h"
#include "control-plane/objects/kinds/namespace.h"

namespace podium::controllers {

namespace {

constexpr const char* kName = "kube-root-ca.crt";

class RootCaPublisher final : public Controller {
 public:
  explicit RootCaPublisher(RootCaOptions options) : options_(options) {}

  std::string_view name() const override { return "root-ca-certificate-publisher-controller"; }
  std::vector<const KindInfo*> watches() const override { return {&Namespace::info(), &ConfigMap::info()}; }

  // A root is a namespace.
  void observe(const Snapshot&, const Change& change, TimePoint, Wake& wake) override {
    const ObjectMeta& meta = change.latest().metadata;
    if (change.of(Namespace::info())) {
      if (change.before == nullptr) wake.now(Key{{}, meta.name});
    } else if (meta.name == kName) {
      wake.now(Key{{}, meta.namespace_});
    }
  }

  Plan reconcile(const Snapshot& snapshot, const Key& root, const Turn&) const override {
    Plan plan;
    const Ref<const Namespace> space = snapshot.find<Namespace>(root);
    if (!space || space->metadata.deleting()) return plan;
    const Ref<const ConfigMap> present = snapshot.find<ConfigMap>(Key{root.name, kName});
    const Labels data{{"ca.crt", options_.certificate}};
    if (present && present->data == data) return plan;
    const Ref<ConfigMap> map = present ? copy(*present) : make_ref<ConfigMap>();
    map->metadata.namespace_ = root.name;
    map->metadata.name = kName;
    map->data = data;
    plan.then(present ? update(map) : create(map));
    return plan;
  }

 private:
  RootCaOptions options_;
};

}  // namespace

std::unique_ptr<Controller> root_ca_controller(const Settings& settings) {
  return std::make_unique<RootCaPublisher>(settings.get<RootCaOptions>());
}

}  // namespace podium::controllers
