#include "control-plane/controllers/endpoints/ledger.h"

#include <algorithm>

#include "control-plane/controllers/pods/indexes.h"

namespace podium::controllers {

namespace {

Text zone_of(const Node* node) {
  return node == nullptr ? Text() : node->metadata.labels.get("topology.kubernetes.io/zone");
}

Text zone_of(const Snapshot& snapshot, const Pod& pod) {
  const Text& node = pod.spec.value().node_name;
  return node.empty() ? Text() : zone_of(snapshot.find<Node>(Key{{}, node}).get());
}

const Endpoint* find_endpoint(const EndpointSlice& slice, const Text& uid) {
  for (const Endpoint& endpoint : slice.endpoints) {
    if (uid_of(endpoint) == uid) return &endpoint;
  }
  return nullptr;
}

// What the pod shall add to the Service; nothing if it is gone, or another pod has its name by now.
std::optional<Wanted> wanted(const Snapshot& snapshot, const Service& service, const Key& key,
                             const Text& uid) {
  const Ref<const Pod> pod = snapshot.find<Pod>(key);
  if (!pod || !(pod->metadata.uid == uid) || !selects(service, *pod)) return std::nullopt;
  return endpoint_of(service, *pod, zone_of(snapshot, *pod));
}

bool same_rules(const Service& a, const Service& b) {
  const ServiceSpec &x = a.spec.value(), &y = b.spec.value();
  return x.selector == y.selector && x.ports == y.ports &&
         x.publish_not_ready_addresses == y.publish_not_ready_addresses && x.type_ == y.type_;
}

bool is_ours(const EndpointSlice& slice) { return slice.metadata.labels.get(kManagedByLabel) == kManager; }

Key service_key(const EndpointSlice& slice) {
  return Key{slice.metadata.namespace_, slice.metadata.labels.get(kServiceNameLabel)};
}

}  // namespace

void EndpointLedger::enlist(const Service& service, bool add) {
  if (!selects_pods(service)) return;
  const auto& [key, value] = *service.spec->selector.begin();
  std::vector<Text>& names = selectors_[service.metadata.namespace_][{key, value}];
  if (add)
    names.push_back(service.metadata.name);
  else
    std::erase(names, service.metadata.name);
}

EndpointLedger::Services EndpointLedger::service_changed(const Snapshot& snapshot, const Service* before,
                                                         const Service* after) {
  if (before != nullptr) enlist(*before, false);
  const Service& service = after != nullptr ? *after : *before;
  const Key key = key_of(service);
  if (after == nullptr) {
    forget_if_empty(key);
    return {key};
  }
  enlist(*after, true);
  if (!selects_pods(*after)) return {key};
  Record& record = records_[key];
  if (before == nullptr || !same_rules(*before, *after)) check_all(snapshot, *after, record);
  const Labels labels = slice_labels(*after);
  for (const auto& slice :
       snapshot.indexed<EndpointSlice>(kSlicesByService, slice_owner(key.namespace_, key.name))) {
    if (is_ours(*slice) && !(slice->metadata.labels == labels))
      record.mislabelled.insert(slice->metadata.name);
  }
  return {key};
}

void EndpointLedger::collect(const Pod& pod, std::set<Key>& services) const {
  const auto in_namespace = selectors_.find(pod.metadata.namespace_);
  if (in_namespace == selectors_.end()) return;
  for (const auto& label : pod.metadata.labels) {
    const auto found = in_namespace->second.find(label);
    if (found == in_namespace->second.end()) continue;
    for (const Text& name : found->second) services.insert(Key{pod.metadata.namespace_, name});
  }
}

EndpointLedger::Services EndpointLedger::pod_changed(const Snapshot& snapshot, const Pod* before,
                                                     const Pod* after) {
  if (before != nullptr && after != nullptr && endpoints_alike(*before, *after)) return {};
  std::set<Key> services;
  if (before != nullptr) collect(*before, services);
  if (after != nullptr) collect(*after, services);
  Services concerned;
  const Pod& pod = after != nullptr ? *after : *before;
  for (const Key& key : services) {
    const Ref<const Service> service = snapshot.find<Service>(key);
    if (!service) continue;
    Record& record = records_[key];
    check(snapshot, *service, record, PodId{key_of(pod), pod.metadata.uid});
    if (!record.open.empty()) concerned.push_back(key);
  }
  return concerned;
}

EndpointLedger::Services EndpointLedger::node_changed(const Snapshot& snapshot, const Node* before,
                                                      const Node* after) {
  if (after == nullptr || zone_of(before) == zone_of(after)) return {};
  Services concerned;
  for (const Ref<const Pod>& pod : snapshot.indexed<Pod>(kPodsByNode, after->metadata.name)) {
    const Services of_pod = pod_changed(snapshot, nullptr, pod.get());
    concerned.insert(concerned.end(), of_pod.begin(), of_pod.end());
  }
  return concerned;
}

// Of a Service that is gone, what matters is only whether slices are left.
void EndpointLedger::forget_if_empty(const Key& service) {
  const auto found = records_.find(service);
  if (found != records_.end() && found->second.slices == 0) records_.erase(found);
}

void EndpointLedger::unplace(Record& record, const Text& slice, const Endpoint& endpoint) {
  const auto placed = record.placed.find(uid_of(endpoint));
  if (placed != record.placed.end() && placed->second == slice) record.placed.erase(placed);
  record.doubled.erase({slice, uid_of(endpoint)});
}

void EndpointLedger::place(Record& record, const Text& slice, const Endpoint& endpoint) {
  const auto [placed, is_new] = record.placed.try_emplace(uid_of(endpoint), slice);
  if (!is_new && !(placed->second == slice)) record.doubled.insert({slice, uid_of(endpoint)});
}

EndpointLedger::Services EndpointLedger::slice_changed(const Snapshot& snapshot, const EndpointSlice* before,
                                                       const EndpointSlice* after) {
  const EndpointSlice& slice = after != nullptr ? *after : *before;
  if (!is_ours(slice)) return {};
  const Key key = service_key(slice);
  const Text& name = slice.metadata.name;
  Record& record = records_[key];
  record.slices += (after != nullptr ? 1 : 0) - (before != nullptr ? 1 : 0);
  static const List<Endpoint> kNone;
  const List<Endpoint>& old = before != nullptr ? before->endpoints : kNone;
  const List<Endpoint>& now = after != nullptr ? after->endpoints : kNone;
  const bool ports_changed = before == nullptr || after == nullptr || !(before->ports == after->ports);
  std::set<PodId> touched;
  const auto touch = [&touched](const Endpoint& e) {
    const ObjectReference& pod = e.target_ref.value();
    touched.insert(PodId{Key{pod.namespace_, pod.name}, pod.uid});
  };
  // What left is passed over, what came is at the end: an update of one endpoint in a hundred touches
  // that one. Any other order is understood too, at the price of more.
  std::size_t j = 0;
  for (const Endpoint& endpoint : old) {
    const bool stays = j < now.size() && uid_of(now[j]) == uid_of(endpoint);
    if (!stays) unplace(record, name, endpoint);
    if (!stays || ports_changed || !same_endpoint(endpoint, now[j])) touch(endpoint);
    if (stays) ++j;
  }
  for (; j < now.size(); ++j) {
    place(record, name, now[j]);
    touch(now[j]);
  }
  const Ref<const Service> service = snapshot.find<Service>(key);
  if (!service) forget_if_empty(key);
  if (!service || !selects_pods(*service)) return {};
  for (const PodId& id : touched) check(snapshot, *service, record, id);
  const bool wrong = after != nullptr && !(after->metadata.labels == slice_labels(*service));
  if (wrong)
    record.mislabelled.insert(name);
  else
    record.mislabelled.erase(name);
  return {key};
}

void EndpointLedger::check(const Snapshot& snapshot, const Service& service, Record& record,
                           const PodId& id) const {
  const std::optional<Wanted> want = wanted(snapshot, service, id.key, id.uid);
  const auto placed = record.placed.find(id.uid);
  bool right = !want && placed == record.placed.end();
  if (want && placed != record.placed.end()) {
    const auto slice = snapshot.find<EndpointSlice>(Key{service.metadata.namespace_, placed->second});
    const Endpoint* present = slice ? find_endpoint(*slice, id.uid) : nullptr;
    right = present != nullptr && same_endpoint(*present, want->endpoint) && slice->ports == want->ports;
  }
  if (right)
    record.open.erase(id);
  else
    record.open.insert(id);
}

void EndpointLedger::check_all(const Snapshot& snapshot, const Service& service, Record& record) const {
  const Text& namespace_ = service.metadata.namespace_;
  snapshot.each_in(Pod::info(), namespace_, [&](const ObjectRef& object) {
    const auto& pod = static_cast<const Pod&>(*object);
    if (selects(service, pod)) check(snapshot, service, record, PodId{key_of(pod), pod.metadata.uid});
  });
  const Text owner = slice_owner(namespace_, service.metadata.name);
  for (const auto& slice : snapshot.indexed<EndpointSlice>(kSlicesByService, owner)) {
    for (const Endpoint& endpoint : slice->endpoints) {
      const ObjectReference& pod = endpoint.target_ref.value();
      check(snapshot, service, record, PodId{Key{pod.namespace_, pod.name}, pod.uid});
    }
  }
}

SliceChanges EndpointLedger::changes(const Snapshot& snapshot, const Service& service) const {
  SliceChanges result;
  const auto found = records_.find(key_of(service));
  if (found == records_.end()) return result;
  const Record& record = found->second;
  for (const PodId& id : record.open) {
    std::optional<Wanted> want = wanted(snapshot, service, id.key, id.uid);
    const auto placed = record.placed.find(id.uid);
    if (placed == record.placed.end()) {
      if (want) result.added.push_back(std::move(*want));
      continue;
    }
    SliceChanges::Edit& edit = result.edits[placed->second];
    const auto slice = snapshot.find<EndpointSlice>(Key{service.metadata.namespace_, placed->second});
    if (want && slice && slice->ports == want->ports) {
      edit.replaced.emplace(id.uid, std::move(want->endpoint));
      continue;
    }
    edit.removed.insert(id.uid);
    if (want) result.added.push_back(std::move(*want));
  }
  for (const auto& [slice, uid] : record.doubled) result.edits[slice].removed.insert(uid);
  for (const Text& slice : record.mislabelled) result.edits[slice].relabel = true;
  return result;
}

int EndpointLedger::slices(const Key& service) const {
  const auto found = records_.find(service);
  return found == records_.end() ? 0 : found->second.slices;
}

}  // namespace podium::controllers
