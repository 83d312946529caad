// The scheduler's driver: keeps the cluster's view and the queue up to date from watches, places one pod
// at a time, binds concurrently, and makes room for pods that are more important.
#pragma once

#include <memory>

#include "control-plane/authorization/users.h"
#include "control-plane/client/client.h"
#include "control-plane/scheduler/profile.h"
#include "control-plane/scheduler/queue.h"
#include "runtime/env/chronicle.h"

namespace podium {

struct SchedulerOptions {
  // Pods choose among them by spec.schedulerName; those that name none of these are left to others.
  std::vector<SchedulerProfile> profiles{SchedulerProfile{}};
  QueueOptions queue;
  // Time that one attempt takes: a base and a part per thousand nodes. Zero where it takes real time.
  Duration attempt{0}, attempt_per_1000_nodes{0};
  Duration volume_timeout{600s};  // how long a pod waits for its volumes to be bound (bindTimeoutSeconds)
  ClientOptions client{.user = component_user("system:kube-scheduler"), .qps = 50, .burst = 100};
};

class Scheduler {
 public:
  // REQUIRES: at least one profile, of different names.
  Scheduler(Executor& executor, Transport& transport, std::string machine, Chronicle& chronicle,
            Random random, SchedulerOptions options = {});
  ~Scheduler();
  Scheduler(const Scheduler&) = delete;
  Scheduler& operator=(const Scheduler&) = delete;

  void start();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace podium
