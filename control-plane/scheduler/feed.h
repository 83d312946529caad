// Keeps a SchedulingView true about everything but nodes and pods: Services and controllers (whose pods
// belong together), namespaces, storage, disruption budgets.
#pragma once

#include <functional>

#include "control-plane/client/cache.h"
#include "control-plane/objects/kinds/namespace.h"
#include "control-plane/objects/kinds/pod_disruption_budget.h"
#include "control-plane/objects/kinds/replica_set.h"
#include "control-plane/objects/kinds/replication_controller.h"
#include "control-plane/objects/kinds/stateful_set.h"
#include "control-plane/scheduler/scheduling_view.h"

namespace podium {

class Feed {
 public:
  // `on_storage` is called after anything about storage changed. The view must outlive the feed.
  Feed(Client& client, SchedulingView& view, std::function<void()> on_storage);

  // Calls `on_synced` each time when one more kind is known in full.
  void start(const std::function<void()>& on_synced);
  bool synced() const;
  std::vector<Ref<const PodDisruptionBudget>> budgets() const;

 private:
  void follow_groups();
  void follow_storage();

  SchedulingView& view_;
  std::function<void()> on_storage_;
  Cache<Service> services_;
  Cache<ReplicaSet> replica_sets_;
  Cache<StatefulSet> stateful_sets_;
  Cache<ReplicationController> replication_controllers_;
  Cache<Namespace> namespaces_;
  Cache<PodDisruptionBudget> budgets_;
  Cache<PersistentVolumeClaim> claims_;
  Cache<PersistentVolume> volumes_;
  Cache<StorageClass> classes_;
  ObjectCache csi_nodes_;
};

// How many volumes of each driver a CSINode's node can attach.
std::map<Text, std::int64_t> attach_limits_of(const Object& csi_node);

}  // namespace podium
