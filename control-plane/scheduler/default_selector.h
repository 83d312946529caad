// Which pods a pod belongs together with, if it does not say so itself: those that its Services and
// its controller select.
#pragma once

#include <map>
#include <vector>

#include "control-plane/objects/kinds/pod.h"
#include "control-plane/objects/kinds/service.h"
#include "control-plane/scheduler/pod_rule.h"

namespace podium {

struct ReplicaSet;
struct ReplicationController;
struct StatefulSet;

class DefaultSelectors {
 public:
  void set_service(Ref<const Service> service);
  void remove_service(const Key& service);
  // What a ReplicaSet, StatefulSet or ReplicationController selects.
  void set_controller(const Text& kind, const Key& controller, Box<LabelSelector> selector);
  void remove_controller(const Text& kind, const Key& controller);

  // Everything that the pod's Services and its controller ask for; empty if there are none.
  // Source: helper.DefaultSelector of Kubernetes 1.33.
  Box<LabelSelector> of(const Pod& pod) const;

 private:
  std::map<Text, std::vector<Ref<const Service>>> services_;  // by namespace
  std::map<std::pair<Text, Key>, Box<LabelSelector>> controllers_;
};

// What a controller selects, as a selector.
Box<LabelSelector> selector_of(const ReplicaSet& controller);
Box<LabelSelector> selector_of(const StatefulSet& controller);
Box<LabelSelector> selector_of(const ReplicationController& controller);

}  // namespace podium
