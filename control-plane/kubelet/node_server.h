// Where the API server reaches a kubelet: logs, commands and forwarded ports of the pods that it runs.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "control-plane/client/node_api.h"

namespace podium::kubelet {

class PodWorker;

class NodeServer {
 public:
  // The worker of a pod; null: it does not run here.
  using Find = std::function<const PodWorker*(const Key&)>;

  // Listens at once, as kubelet_endpoint(machine). All references outlive it.
  NodeServer(Executor& executor, Transport& transport, const std::string& machine, ContainerRuntime& runtime,
             Find find);
  ~NodeServer();
  NodeServer(const NodeServer&) = delete;
  NodeServer& operator=(const NodeServer&) = delete;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace podium::kubelet
