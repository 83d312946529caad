// Where a kubelet is reached: logs, commands and forwarded ports of the pods that it runs, and what they use.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "control-plane/client/node_api.h"

namespace podium::kubelet {

class PodWorker;

class NodeServer {
 public:
  // The pods of this node.
  class Pods {
   public:
    virtual ~Pods() = default;
    virtual const PodWorker* worker_of(const Key& pod) const = 0;  // null: it does not run here
    virtual void each(const std::function<void(const PodWorker&)>& visit) const = 0;
  };

  // Listens at once, as kubelet_endpoint(machine). All references outlive it.
  NodeServer(Executor& executor, Transport& transport, const std::string& machine, ContainerRuntime& runtime,
             const Pods& pods);
  ~NodeServer();
  NodeServer(const NodeServer&) = delete;
  NodeServer& operator=(const NodeServer&) = delete;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace podium::kubelet
