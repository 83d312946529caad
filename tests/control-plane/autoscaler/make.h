// Groups of machines, and pods, in one line each.
#pragma once

#include <string>
#include <vector>

#include "control-plane/autoscaler/scale_up.h"
#include "tests/control-plane/scheduler/make.h"

namespace podium::make {

// Cores and GiB; a price in millionths of a dollar.
inline autoscaler::GroupCandidate candidate(const std::string& name, int target, int max, int cores = 4,
                                            int gibibytes = 8, std::int64_t price = 0) {
  autoscaler::GroupCandidate made;
  made.group.name = name;
  made.group.max = max;
  made.group.shape.cpu_milli = cores * 1000;
  made.group.shape.memory = static_cast<std::int64_t>(gibibytes) << 30;
  made.group.shape.reserved_memory = 0;
  made.group.shape.price = price;
  made.target = target;
  made.made.node = autoscaler::node_of(made.group.shape, "template-node-for-" + name);
  return made;
}

// `count` replicas: equal pods of one controller.
inline std::vector<Ref<const Pod>> replicas(const std::string& name, int count, PodOptions options) {
  std::vector<Ref<const Pod>> pods;
  const Ref<const Pod> first = pod(name, std::move(options));
  for (int i = 0; i < count; ++i) {
    Ref<Pod> one = copy(*first);
    one->metadata.name = name + "-" + std::to_string(i);
    one->metadata.uid = "uid-" + one->metadata.name.str();
    OwnerReference owner;
    owner.kind = "ReplicaSet";
    owner.name = name;
    owner.uid = "uid-" + name;
    owner.controller = true;
    one->metadata.owner_references = {owner};
    pods.push_back(std::move(one));
  }
  return pods;
}

inline autoscaler::ScaleUpPlan plan(SchedulingView& view, const std::vector<Ref<const Pod>>& pods,
                                    autoscaler::Means means, const ScaleUpOptions& options = {}) {
  Random random(1);
  view.settle();
  return autoscaler::plan_scale_up(plugins(), view, autoscaler::group_pods(pods), means, options, random);
}

}  // namespace podium::make
