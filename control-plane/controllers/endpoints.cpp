// Keeps the older Endpoints object of a Service, for those who still read it. It is a view of the
// Service's slices.
#include "control-plane/controllers/endpoints.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "control-plane/controllers/endpoints/packing.h"
#include "control-plane/controllers/framework/controller.h"
#include "control-plane/controllers/pods/indexes.h"
#include "control-plane/objects/kinds/endpoints.h"

namespace podium::controllers {

namespace {

constexpr const char* kOverCapacity = "endpoints.kubernetes.io/over-capacity";
constexpr const char* kManagedBy = "endpoints.kubernetes.io/managed-by";

using Slices = std::vector<Ref<const EndpointSlice>>;

EndpointAddress address_of(const Endpoint& endpoint) {
  return EndpointAddress{endpoint.addresses.front(), endpoint.hostname, endpoint.node_name,
                         endpoint.target_ref};
}

List<EndpointsPort> ports_of(const EndpointSlice& slice) {
  std::vector<EndpointsPort> ports;
  for (const EndpointPort& port : slice.ports) {
    ports.push_back(EndpointsPort{port.name, port.protocol, port.app_protocol, port.port.value_or(0)});
  }
  return ports;
}

bool is_terminating(const Endpoint& endpoint) { return endpoint.conditions.terminating.value_or(false); }

// Collects addresses until there is no more room. Ready ones are taken in a first pass.
class Collector {
 public:
  explicit Collector(std::size_t capacity) : room_(capacity) {}

  void pass(const Slices& slices, bool ready) {
    for (const Ref<const EndpointSlice>& slice : slices) {
      for (const Endpoint& endpoint : slice->endpoints) {
        if (is_terminating(endpoint) && !endpoint.conditions.ready.value_or(false)) continue;
        if (endpoint.conditions.ready.value_or(false) != ready || endpoint.addresses.empty()) continue;
        if (room_ == 0) {
          overflow_ = true;
          return;
        }
        --room_;
        EndpointSubset& subset = subset_for(*slice);
        (ready ? subset.addresses : subset.not_ready_addresses).push_back(address_of(endpoint));
      }
    }
  }
  bool overflow() const { return overflow_; }
  List<EndpointSubset> subsets() {
    const auto by_ip = [](const EndpointAddress& a, const EndpointAddress& b) { return a.ip < b.ip; };
    for (EndpointSubset& subset : subsets_) {
      for (List<EndpointAddress>* list : {&subset.addresses, &subset.not_ready_addresses}) {
        if (!list->empty()) std::sort(list->edit().begin(), list->edit().end(), by_ip);
      }
    }
    return std::move(subsets_);
  }

 private:
  EndpointSubset& subset_for(const EndpointSlice& slice) {
    if (last_ == &slice) return subsets_[last_subset_];
    last_ = &slice;
    const List<EndpointsPort> ports = ports_of(slice);
    const auto found = std::find_if(subsets_.begin(), subsets_.end(),
                                    [&ports](const EndpointSubset& s) { return s.ports == ports; });
    last_subset_ = static_cast<std::size_t>(found - subsets_.begin());
    if (found == subsets_.end()) subsets_.push_back(EndpointSubset{{}, {}, ports});
    return subsets_[last_subset_];
  }

  std::size_t room_;
  bool overflow_ = false;
  std::vector<EndpointSubset> subsets_;
  const EndpointSlice* last_ = nullptr;  // neighbours share their slice
  std::size_t last_subset_ = 0;
};

class EndpointsController final : public Controller {
 public:
  explicit EndpointsController(EndpointsOptions options) : options_(options) {}

  std::string_view name() const override { return "endpoints-controller"; }
  std::vector<const KindInfo*> watches() const override {
    return {&Service::info(), &EndpointSlice::info(), &Endpoints::info()};
  }
  std::vector<const Index*> indexes() const override { return {&kSlicesByService}; }
  int workers() const override { return options_.workers; }

  void observe(const Snapshot&, const Change& change, TimePoint now, Wake& wake) override {
    const ObjectMeta& meta = change.latest().metadata;
    if (change.of(Service::info())) return wake.now(key_of(change.latest()));
    if (change.of(Endpoints::info())) {
      if (change.after == nullptr) wake.now(key_of(change.latest()));
      return;
    }
    const Key service{meta.namespace_, meta.labels.get(kServiceNameLabel)};
    if (service.name.empty()) return;
    const int slices = count(service, (change.after != nullptr ? 1 : 0) - (change.before != nullptr ? 1 : 0));
    const bool crowded = slices >= static_cast<int>(options_.crowded_slices);
    wake.at(service, crowded ? next_tick(now, options_.crowded_period) : now);
  }

  Plan reconcile(const Snapshot& snapshot, const Key& root, const Turn&) const override {
    Plan plan;
    const Ref<const Service> service = snapshot.find<Service>(root);
    const Ref<const Endpoints> present = snapshot.find<Endpoints>(root);
    if (!service || service->metadata.deleting()) {
      if (present && present->metadata.labels.contains(kManagedBy)) plan.then(remove(*present));
      return plan;
    }
    if (!selects_pods(*service)) return plan;
    const Ref<Endpoints> wanted = endpoints_of(snapshot, *service, present.get());
    if (!present)
      plan.then(create(wanted));
    else if (!(*present == *wanted))
      plan.then(update(wanted));
    return plan;
  }

 private:
  int count(const Key& service, int change) {
    const int slices = slices_[service] += change;
    if (slices == 0) slices_.erase(service);
    return slices;
  }

  Ref<Endpoints> endpoints_of(const Snapshot& snapshot, const Service& service,
                              const Endpoints* present) const {
    const Key key = key_of(service);
    const Slices slices =
        snapshot.indexed<EndpointSlice>(kSlicesByService, slice_owner(key.namespace_, key.name));
    Collector collector(options_.capacity);
    collector.pass(slices, true);
    collector.pass(slices, false);
    const Ref<Endpoints> wanted = present != nullptr ? copy(*present) : make_ref<Endpoints>();
    wanted->metadata.namespace_ = key.namespace_;
    wanted->metadata.name = key.name;
    wanted->metadata.labels = service.metadata.labels;
    wanted->metadata.labels.set(kManagedBy, "endpoint-controller");
    if (service.spec->cluster_ip == "None") wanted->metadata.labels.set("service.kubernetes.io/headless", "");
    if (collector.overflow())
      wanted->metadata.annotations.set(kOverCapacity, "truncated");
    else
      wanted->metadata.annotations.erase(kOverCapacity);
    wanted->subsets = collector.subsets();
    return wanted;
  }

  EndpointsOptions options_;
  std::map<Key, int> slices_;  // by Service
};

}  // namespace

std::unique_ptr<Controller> endpoints_controller(const Settings& settings) {
  return std::make_unique<EndpointsController>(settings.get<EndpointsOptions>());
}

}  // namespace podium::controllers
