// The pod lifecycle event generator: what happens to containers is seen on a grid of one second, as a
// kubelet does that lists its containers once a second. Costs nothing while nothing happens.
#pragma once

#include <functional>
#include <vector>

#include "control-plane/objects/text.h"
#include "runtime/env/container_runtime.h"
#include "runtime/env/executor.h"

namespace podium::kubelet {

class Relist {
 public:
  struct Listener {
    std::function<void(const ContainerInfo&)> exited;
    std::function<void(const Text& uid)> touched;
  };

  // Ticks are at `phase` + k * `period`.
  Relist(Executor& executor, Duration period, Duration phase, Listener listener)
      : executor_(executor), period_(period), phase_(phase), listener_(std::move(listener)) {}

  void container_exited(const ContainerInfo& info);
  void pod_touched(const Text& uid);

 private:
  struct Seen {
    Text uid;
    ContainerInfo exit;  // without an id: something else happened
    EventId cause = kNoCause;
  };

  void arm();
  void tick();

  Executor& executor_;
  Duration period_, phase_;
  Listener listener_;
  std::vector<Seen> seen_;
};

}  // namespace podium::kubelet
