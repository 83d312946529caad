// A consolidating autoscaler, as Karpenter: launches the cheapest machines that hold the pods which wait, and
// gives up nodes, or exchanges them for cheaper ones, whenever their pods fit elsewhere. Each group of the
// cloud is a type of machines for it. NodePools and NodeClaims are no objects here: there is one pool of all
// types.
#pragma once

#include <memory>

#include "control-plane/autoscaler/karpenter/options.h"
#include "runtime/env/chronicle.h"
#include "runtime/env/cloud_provider.h"

namespace podium {

class Karpenter {
 public:
  // Lives on `machine`. All references outlive it.
  Karpenter(Executor& executor, Transport& transport, std::string machine, Chronicle& chronicle,
            CloudProvider& cloud, Random random, KarpenterOptions options = {});
  ~Karpenter();
  Karpenter(const Karpenter&) = delete;
  Karpenter& operator=(const Karpenter&) = delete;

  void start();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace podium
