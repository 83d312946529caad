// Deletes Node objects whose machine the cloud does not have any more, as the node lifecycle controller of a
// cloud-controller-manager does.
#pragma once

#include <memory>

#include "control-plane/authorization/users.h"
#include "control-plane/client/client.h"
#include "runtime/env/cloud_provider.h"

namespace podium {

struct NodeCleanerOptions {
  Duration period = 5s;  // --node-monitor-period: between two looks at nodes that are not Ready
  ClientOptions client{
      .user = std::make_shared<const User>(account_user("kube-system", "cloud-controller-manager"))};
};

class NodeCleaner {
 public:
  // Lives on `machine`. All references outlive it.
  NodeCleaner(Executor& executor, Transport& transport, std::string machine, const CloudProvider& cloud,
              Random random, NodeCleanerOptions options = {});
  ~NodeCleaner();
  NodeCleaner(const NodeCleaner&) = delete;
  NodeCleaner& operator=(const NodeCleaner&) = delete;

  void start();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace podium
