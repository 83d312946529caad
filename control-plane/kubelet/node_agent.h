// Speaks for the node: registers it, keeps its status true and its lease renewed.
#pragma once

#include "control-plane/client/cache.h"
#include "control-plane/client/recorder.h"
#include "control-plane/kubelet/node_lease.h"
#include "control-plane/kubelet/node_object.h"

namespace podium::kubelet {

class NodeAgent {
 public:
  // All references outlive it.
  NodeAgent(Executor& executor, Transport& transport, const std::string& machine, ContainerRuntime& runtime,
            EventRecorder& events, const Random& random, const KubeletOptions& options);
  ~NodeAgent();

  void start();
  // The node's list of images is to follow.
  void images_changed();
  // Its conditions are to tell what it is short of.
  void pressures_changed(const Pressures& pressures);
  // Once the node is known; what is told before is lost, as with a kubelet that has not registered.
  void warn(std::string_view reason, const std::string& message);

 private:
  void sign_on();
  void found(const ApiResponse& response);
  void introduce(const Node& node);
  void try_again();
  void node_changed(const Node* node);
  void update_at(TimePoint when);
  void update();
  void updated(const ApiResponse& response);
  void refresh();
  void describe();
  void announce(const Node& node, const char* what);

  Executor& executor_;
  ContainerRuntime& runtime_;
  EventRecorder& events_;
  Random random_;
  const KubeletOptions& options_;
  std::string name_;
  Client client_;      // its own: heartbeats do not wait behind pods
  Cache<Node> nodes_;  // this one alone
  NodeLease lease_;
  Pressures pressures_;
  Ref<const Node> node_;  // the newest known; null: not registered yet
  NodeStatus own_;        // what the node's status should say
  Duration retry_{0};
  TimerId timer_ = TimerId::kNone;  // of the next write
  TimePoint due_ = kForever;
  bool writing_ = false, was_ready_ = false;
};

}  // namespace podium::kubelet
