// The scheduler's driver: feeds the node table and the queue from watches, places one pod at a time,
// and binds concurrently.
#pragma once

#include <memory>

#include "control-plane/authorization/users.h"
#include "control-plane/client/client.h"
#include "control-plane/scheduler/placement.h"
#include "control-plane/scheduler/queue.h"
#include "runtime/env/chronicle.h"

namespace podium {

struct SchedulerOptions {
  std::string name = "default-scheduler";  // pods choose their scheduler by spec.schedulerName
  int percentage_of_nodes_to_score = 0;    // 0: adaptive
  QueueOptions queue;
  // Time that one attempt takes: a base and a part per thousand nodes. Zero where it takes real time.
  Duration attempt{0}, attempt_per_1000_nodes{0};
  ClientOptions client{.user = component_user("system:kube-scheduler"), .qps = 50, .burst = 100};
};

class Scheduler {
 public:
  Scheduler(Executor& executor, Transport& transport, std::string machine, Chronicle& chronicle,
            Random random, SchedulerOptions options = {});
  ~Scheduler();
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;

  void start();

  // Why would this pod run where? On the nodes as this scheduler knows them now.
  std::vector<NodeVerdict> explain(const Pod& pod) const;
  const PluginSet& plugins() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace podium
