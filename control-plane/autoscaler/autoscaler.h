// The cluster autoscaler's driver: looks at the cluster every scan interval, asks the cloud for machines
// where pods have no room, and gives machines back that are not needed.
#pragma once

#include <memory>

#include "control-plane/autoscaler/options.h"
#include "runtime/env/chronicle.h"
#include "runtime/env/cloud_provider.h"

namespace podium {

class Autoscaler {
 public:
  // Lives on `machine`. All references outlive it.
  Autoscaler(Executor& executor, Transport& transport, std::string machine, Chronicle& chronicle,
             CloudProvider& cloud, Random random, AutoscalerOptions options = {});
  ~Autoscaler();
  Autoscaler(const Autoscaler&) = delete;
  Autoscaler& operator=(const Autoscaler&) = delete;

  void start();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace podium
