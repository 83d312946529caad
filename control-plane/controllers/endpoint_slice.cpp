// Lists the addresses behind each Service in EndpointSlices.
#include "control-plane/controllers/endpoint_slice.h"

#include "control-plane/controllers/endpoints/ledger.h"
#include "control-plane/controllers/framework/controller.h"
#include "control-plane/controllers/pods/indexes.h"

namespace podium::controllers {

namespace {

class EndpointSliceController final : public Controller {
 public:
  explicit EndpointSliceController(EndpointSliceOptions options) : options_(options) {}

  std::string_view name() const override { return "endpoint-slice-controller"; }
  std::vector<const KindInfo*> watches() const override {
    return {&Service::info(), &Pod::info(), &EndpointSlice::info(), &Node::info()};
  }
  std::vector<const Index*> indexes() const override { return {&kSlicesByService, &kPodsByNode}; }
  int workers() const override { return options_.workers; }
  Backoff backoff() const override { return {options_.backoff_initial, options_.backoff_max}; }

  void observe(const Snapshot& snapshot, const Change& change, TimePoint, Wake& wake) override {
    for (const Key& service : follow(snapshot, change)) wake.now(service);
  }

  Plan reconcile(const Snapshot& snapshot, const Key& root, const Turn&) const override {
    Plan plan;
    const Ref<const Service> service = snapshot.find<Service>(root);
    if (!service || service->metadata.deleting() || !selects_pods(*service)) return plan;
    const SliceChanges changes = ledger_.changes(snapshot, *service);
    if (changes.empty() && ledger_.slices(root) > 0) return plan;
    auto slices = snapshot.indexed<EndpointSlice>(kSlicesByService, slice_owner(root.namespace_, root.name));
    std::erase_if(slices, [](const Ref<const EndpointSlice>& slice) {
      return slice->metadata.labels.get(kManagedByLabel) != Text(kManager);
    });
    Step step = pack(*service, slices, changes, options_.max_per_slice);
    if (!step.actions.empty()) plan.steps.push_back(std::move(step));
    return plan;
  }

 private:
  EndpointLedger::Services follow(const Snapshot& snapshot, const Change& change) {
    const Object *before = change.before, *after = change.after;
    if (change.of(Pod::info())) return ledger_.pod_changed(snapshot, as<Pod>(before), as<Pod>(after));
    if (change.of(Service::info()))
      return ledger_.service_changed(snapshot, as<Service>(before), as<Service>(after));
    if (change.of(Node::info())) return ledger_.node_changed(snapshot, as<Node>(before), as<Node>(after));
    return ledger_.slice_changed(snapshot, as<EndpointSlice>(before), as<EndpointSlice>(after));
  }

  EndpointSliceOptions options_;
  EndpointLedger ledger_;
};

}  // namespace

std::unique_ptr<Controller> endpoint_slice_controller(const Settings& settings) {
  return std::make_unique<EndpointSliceController>(settings.get<EndpointSliceOptions>());
}

}  // namespace podium::controllers
