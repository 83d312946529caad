// The cluster as an autoscaler sees it: a scheduling view and what belongs to it, kept true by watches.
#pragma once

#include <functional>
#include <map>
#include <vector>

#include "control-plane/client/cache.h"
#include "control-plane/objects/kinds/config_map.h"
#include "control-plane/objects/kinds/daemon_set.h"
#include "control-plane/scheduler/feed.h"

namespace podium::autoscaler {

class Picture {
 public:
  // ConfigMaps are those of `namespace_`.
  Picture(Client& client, const std::string& namespace_);

  // Called when a pod came, or changed, that has no node.
  std::function<void(const Pod&)> on_unscheduled;
  void start();
  bool synced() const;

  SchedulingView& view() { return view_; }
  const Cache<Node>& nodes() const { return nodes_; }
  Ref<const Node> node(const Text& name) const { return nodes_.find({{}, name}); }
  // Grows when pods or nodes come, go, or change what they ask for or offer; not with heartbeats.
  std::uint64_t changes() const { return changes_; }
  // Pods without a node that are not on their way out, in key order.
  const std::map<Key, Ref<const Pod>>& unscheduled() const { return unscheduled_; }
  std::vector<Ref<const DaemonSet>> daemon_sets() const;
  std::vector<Ref<const PodDisruptionBudget>> budgets() const { return feed_.budgets(); }
  Ref<const ConfigMap> config(const std::string& name) const { return configs_.find({namespace_, name}); }

 private:
  void pod_changed(const Pod* before, const Pod* after);

  Text namespace_;
  SchedulingView view_;
  Cache<Node> nodes_;
  Cache<Pod> pods_;
  Cache<DaemonSet> daemon_sets_;
  Cache<ConfigMap> configs_;
  Feed feed_;
  std::map<Key, Ref<const Pod>> unscheduled_;
  std::uint64_t changes_ = 0;
};

}  // namespace podium::autoscaler
