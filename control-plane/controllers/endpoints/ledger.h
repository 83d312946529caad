// Which pods' endpoints are not yet as they shall be, for every Service, kept as things change: a pod
// that becomes ready costs its own slice, however many pods the Service has.
#pragma once

#include <map>
#include <set>
#include <unordered_map>
#include <vector>

#include "control-plane/controllers/endpoints/packing.h"
#include "control-plane/controllers/framework/snapshot.h"
#include "control-plane/objects/kinds/node.h"

namespace podium::controllers {

class EndpointLedger {
 public:
  // Follow one change each, which the snapshot has already. Return the Services that it concerns.
  using Services = std::vector<Key>;
  Services service_changed(const Snapshot& snapshot, const Service* before, const Service* after);
  Services pod_changed(const Snapshot& snapshot, const Pod* before, const Pod* after);
  Services slice_changed(const Snapshot& snapshot, const EndpointSlice* before, const EndpointSlice* after);
  Services node_changed(const Snapshot& snapshot, const Node* before, const Node* after);

  // What is to be done to the slices of a Service that selects pods.
  SliceChanges changes(const Snapshot& snapshot, const Service& service) const;
  // How many slices the Service has.
  int slices(const Key& service) const;

 private:
  struct PodId {
    Key key;
    Text uid;
    auto operator<=>(const PodId&) const = default;
  };
  struct Record {
    std::unordered_map<Text, Text> placed;    // pod uid to slice name; looked up only
    std::set<PodId> open;                     // endpoint differs from the wanted one
    std::set<Text> mislabelled;               // slices
    std::set<std::pair<Text, Text>> doubled;  // (slice, pod uid): the pod is in another slice too
    int slices = 0;
  };
  // The Services of a namespace by one label that each requires.
  using Selectors = std::map<std::pair<Text, Text>, std::vector<Text>>;

  void enlist(const Service& service, bool add);
  void collect(const Pod& pod, std::set<Key>& services) const;
  void check(const Snapshot& snapshot, const Service& service, Record& record, const PodId& id) const;
  void check_all(const Snapshot& snapshot, const Service& service, Record& record) const;
  void forget_if_empty(const Key& service);
  void unplace(Record& record, const Text& slice, const Endpoint& endpoint);
  void place(Record& record, const Text& slice, const Endpoint& endpoint);

  std::map<Key, Record> records_;
  std::map<Text, Selectors> selectors_;  // by namespace
};

}  // namespace podium::controllers
