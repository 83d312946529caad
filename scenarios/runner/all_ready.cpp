#include "scenarios/runner/all_ready.h"

#include <map>

#include "control-plane/objects/kinds/daemon_set.h"
#include "control-plane/objects/kinds/deployment.h"
#include "control-plane/objects/kinds/pod.h"
#include "control-plane/objects/kinds/replica_set.h"
#include "control-plane/objects/kinds/replication_controller.h"
#include "control-plane/objects/kinds/stateful_set.h"

namespace podium::scenario {
namespace {

bool is_ready(const Pod& pod) {
  return holds(pod.status.value().conditions, "Ready") && !pod.metadata.deleting();
}

bool ended(const Pod& pod) {
  return pod.status.value().phase == "Succeeded" || pod.status.value().phase == "Failed";
}

// Pods wanted and Ready, by the uid of who asks for them.
class Count {
 public:
  explicit Count(const Cluster& cluster) {
    for (const auto& set : cluster.all<ReplicaSet>()) {
      const OwnerReference* owner = set->metadata.controller();
      if (owner == nullptr)
        want(*set, set->spec.value().replicas.value_or(1));
      else
        asked_by_[set->metadata.uid] = owner->uid;
    }
    for (const auto& deployment : cluster.all<Deployment>())
      want(*deployment, deployment->spec.value().replicas.value_or(1));
    for (const auto& controller : cluster.all<ReplicationController>())
      want(*controller, controller->spec.value().replicas.value_or(1));
    for (const auto& set : cluster.all<StatefulSet>()) want(*set, set->spec.value().replicas.value_or(1));
    for (const auto& set : cluster.all<DaemonSet>()) want(*set, nodes_of(*set));
    for (const auto& pod : cluster.all<Pod>()) count(*pod);
  }

  Finding finding() const {
    std::int64_t wanted = 0, ready = 0;
    for (const auto& [uid, asked] : wanted_) {
      wanted += asked;
      const auto there = ready_.find(uid);
      ready += std::min(asked, there == ready_.end() ? 0 : there->second);
    }
    return {ready >= wanted, std::to_string(ready) + " of " + std::to_string(wanted) + " pods Ready"};
  }

 private:
  void want(const Object& object, std::int64_t pods) { wanted_[object.metadata.uid] = pods; }

  // One more than there may be, until its controller has counted the nodes.
  static std::int64_t nodes_of(const DaemonSet& set) {
    const DaemonSetStatus& status = set.status.value();
    return status.desired_number_scheduled + (status.observed_generation < set.metadata.generation ? 1 : 0);
  }

  void count(const Pod& pod) {
    const OwnerReference* owner = pod.metadata.controller();
    if (owner == nullptr && !(pod.status.value().phase == "Succeeded")) want(pod, 1);
    if (!is_ready(pod) || ended(pod)) return;
    const Text& uid = owner == nullptr ? pod.metadata.uid : owner->uid;
    const auto above = asked_by_.find(uid);
    ++ready_[above == asked_by_.end() ? uid : above->second];
  }

  std::map<Text, Text> asked_by_;  // a ReplicaSet's uid, and its Deployment's
  std::map<Text, std::int64_t> wanted_, ready_;
};

class AllReady final : public Condition {
 public:
  std::string wanted() const override { return "all pods Ready"; }
  Finding look(const Cluster& cluster) const override { return Count(cluster).finding(); }
};

}  // namespace

std::unique_ptr<Condition> all_ready() { return std::make_unique<AllReady>(); }

}  // namespace podium::scenario
