// A node on its way out: marked, emptied, and its machine given back; or kept after all, if that fails.
// Source: core/scaledown/actuation of cluster-autoscaler 1.33.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>

#include "control-plane/autoscaler/scale_down.h"
#include "control-plane/client/recorder.h"

namespace podium::autoscaler {

// How a removal marks its node, and what it tells. What is empty is not told.
struct RemovalWords {
  std::string taint, marked_reason, marked, pod_reason, pod, removed_reason, removed, failed_reason;
};
RemovalWords cluster_autoscaler_words();

// What removals work with. All outlive them.
struct RemovalTools {
  Executor& executor;
  Client& client;
  EventRecorder& recorder;
  CloudProvider& cloud;
  const ScaleDownOptions& options;
  const RemovalWords& words;
  std::function<Ref<const Node>(const Text& node)> node;                     // as it is now; null: gone
  std::function<NodeDrain(const Text& node)> pods;                           // that are there now
  std::function<void(const Leaver& leaver, const std::string& error)> done;  // "" if all went well
};

class NodeRemoval {
 public:
  // Begins. `done` is called once, from a task of its own.
  NodeRemoval(RemovalTools tools, Leaver leaver);
  ~NodeRemoval();
  NodeRemoval(const NodeRemoval&) = delete;
  NodeRemoval& operator=(const NodeRemoval&) = delete;

  const Leaver& leaver() const { return leaver_; }

 private:
  void marked(const ApiStatus& status);
  void drain();
  void evict(const Ref<const Pod>& pod, bool needed);
  void evicted(const Ref<const Pod>& pod, const ApiStatus& status);
  void wait_for_pods();
  void give_back();
  void tell(const Object& about, const std::string& reason, const std::string& message);
  void fail(const std::string& error);
  void finish(std::string error);
  void after(Duration time, void (NodeRemoval::*step)());

  RemovalTools tools_;
  Leaver leaver_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // answers may come when all else is gone
  TimerId timer_ = TimerId::kNone;
  TimePoint evictions_end_{}, pods_end_{};
  std::set<Text> asked_;  // uids of pods whose eviction was granted
};

}  // namespace podium::autoscaler
