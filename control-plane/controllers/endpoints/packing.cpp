#include "control-plane/controllers/endpoints/packing.h"

#include <algorithm>

namespace podium::controllers {

namespace {

// A slice while it is worked on: copied when it first changes.
struct Draft {
  Ref<const EndpointSlice> slice;
  Ref<EndpointSlice> changed;  // null while untouched
  bool fresh = false;          // to be created

  EndpointSlice& edit() {
    if (!changed) slice = changed = copy(*slice);
    return *changed;
  }
  bool touched() const { return static_cast<bool>(changed); }
  std::size_t size() const { return slice->endpoints.size(); }
  void add(const Endpoint& endpoint) { edit().endpoints.push_back(endpoint); }
};

Ref<EndpointSlice> new_slice(const Service& service, List<EndpointPort> ports) {
  Ref<EndpointSlice> slice = make_ref<EndpointSlice>();
  slice->metadata.namespace_ = service.metadata.namespace_;
  slice->metadata.generate_name = service.metadata.name.str() + "-";
  slice->metadata.labels = slice_labels(service);
  slice->metadata.owner_references = {controller_reference(service)};
  const List<Text>& families = service.spec->ip_families;
  slice->address_type = families.empty() ? Text("IPv4") : families.front();
  slice->ports = std::move(ports);
  return slice;
}

void apply(const SliceChanges::Edit& edit, const Service& service, Draft& draft) {
  EndpointSlice& slice = draft.edit();
  if (edit.relabel) slice.metadata.labels = slice_labels(service);
  if (edit.removed.empty() && edit.replaced.empty()) return;
  std::vector<Endpoint>& endpoints = slice.endpoints.edit();
  std::erase_if(endpoints, [&edit](const Endpoint& e) { return edit.removed.count(uid_of(e)) != 0; });
  for (Endpoint& endpoint : endpoints) {
    const auto found = edit.replaced.find(uid_of(endpoint));
    if (found != edit.replaced.end()) endpoint = found->second;
  }
}

class Packer {
 public:
  Packer(const Service& service, std::size_t max) : service_(service), max_(max) {}

  void take(const std::vector<Ref<const EndpointSlice>>& slices, const SliceChanges& changes) {
    for (const Ref<const EndpointSlice>& slice : slices) {
      Draft draft{slice};
      const auto edit = changes.edits.find(slice->metadata.name);
      if (edit != changes.edits.end()) apply(edit->second, service_, draft);
      drafts_.push_back(std::move(draft));
    }
  }

  // REQUIRES: all of `added` have the same ports.
  void place(const std::vector<const Wanted*>& added) {
    const List<EndpointPort>& ports = added.front()->ports;
    std::size_t next = 0;
    for (Draft* draft : touched_fullest_first(ports)) {
      while (next < added.size() && draft->size() < max_) draft->add(added[next++]->endpoint);
    }
    while (next < added.size()) {
      Draft* draft = roomy(ports, added.size() - next);
      if (draft == nullptr) draft = add_slice(ports);
      while (next < added.size() && draft->size() < max_) draft->add(added[next++]->endpoint);
    }
  }

  Step requests() {
    keep_one();
    reuse_emptied();
    Step step;
    for (Draft& draft : drafts_) {
      if (draft.fresh)
        step.actions.push_back(create(draft.slice));
      else if (is_surplus(draft))
        step.actions.push_back(remove(*draft.slice));
      else if (draft.touched())
        step.actions.push_back(update(draft.slice));
    }
    return step;
  }

 private:
  Draft* add_slice(const List<EndpointPort>& ports) {
    Draft draft;
    draft.fresh = true;
    draft.slice = draft.changed = new_slice(service_, ports);
    return &drafts_.emplace_back(std::move(draft));
  }

  std::vector<Draft*> touched_fullest_first(const List<EndpointPort>& ports) {
    std::vector<Draft*> found;
    for (Draft& draft : drafts_) {
      if (draft.touched() && draft.size() > 0 && draft.slice->ports == ports) found.push_back(&draft);
    }
    std::stable_sort(found.begin(), found.end(), [](Draft* a, Draft* b) { return a->size() > b->size(); });
    return found;
  }

  // The fullest slice that can take `count` more.
  Draft* roomy(const List<EndpointPort>& ports, std::size_t count) {
    Draft* best = nullptr;
    for (Draft& draft : drafts_) {
      if (draft.size() == 0 || draft.size() + count > max_ || !(draft.slice->ports == ports)) continue;
      if (best == nullptr || draft.size() > best->size()) best = &draft;
    }
    return best;
  }

  bool is_surplus(const Draft& draft) const { return draft.size() == 0 && &draft != kept_; }

  // With no endpoint at all, one empty slice stays, without ports.
  void keep_one() {
    kept_ = nullptr;
    for (const Draft& draft : drafts_) {
      if (draft.size() > 0) return;
    }
    if (drafts_.empty()) add_slice({});
    kept_ = &drafts_.front();
    if (kept_->fresh || kept_->slice->ports.empty()) return;
    kept_->edit().ports.clear();
  }

  // An emptied slice takes a new one's content, instead of a deletion and a creation.
  void reuse_emptied() {
    for (std::size_t i = 0; i < drafts_.size(); ++i) {
      Draft& emptied = drafts_[i];
      if (emptied.fresh || !is_surplus(emptied)) continue;
      const auto fresh = std::find_if(drafts_.begin(), drafts_.end(), [](const Draft& d) { return d.fresh; });
      if (fresh == drafts_.end()) return;
      emptied.edit().endpoints = fresh->slice->endpoints;
      emptied.edit().ports = fresh->slice->ports;
      drafts_.erase(fresh);  // new ones come last: `emptied` stays where it is
    }
  }

  const Service& service_;
  std::size_t max_;
  std::vector<Draft> drafts_;
  Draft* kept_ = nullptr;
};

}  // namespace

Labels slice_labels(const Service& service) {
  Labels labels = service.metadata.labels;
  labels.set(kServiceNameLabel, service.metadata.name);
  labels.set(kManagedByLabel, kManager);
  if (service.spec.value().cluster_ip == "None") labels.set("service.kubernetes.io/headless", "");
  return labels;
}

Step pack(const Service& service, const std::vector<Ref<const EndpointSlice>>& slices,
          const SliceChanges& changes, std::size_t max_per_slice) {
  Packer packer(service, max_per_slice);
  packer.take(slices, changes);
  std::vector<std::vector<const Wanted*>> by_ports;
  for (const Wanted& wanted : changes.added) {
    auto group = std::find_if(by_ports.begin(), by_ports.end(),
                              [&wanted](const auto& g) { return g.front()->ports == wanted.ports; });
    if (group == by_ports.end()) group = by_ports.emplace(by_ports.end());
    group->push_back(&wanted);
  }
  for (const auto& group : by_ports) packer.place(group);
  return packer.requests();
}

}  // namespace podium::controllers
