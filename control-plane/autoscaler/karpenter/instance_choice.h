// Which machines shall be launched for pods? Packs them onto the largest that there are, and takes for each
// pack the cheapest type that holds it.
#pragma once

#include <vector>

#include "control-plane/autoscaler/node_template.h"
#include "control-plane/autoscaler/pod_group.h"
#include "control-plane/autoscaler/what_if.h"

namespace podium::autoscaler {

// A group of machines, taken for a type that can be launched one by one.
struct InstanceType {
  MachineGroup group;
  int left = 0;  // how many more there may be
  NodeTemplate made;

  std::int64_t price() const { return group.shape.price; }
};

struct Launch {
  std::size_t type = 0;  // among the types given
  std::vector<Ref<const Pod>> pods;
};

struct Provision {
  std::vector<Launch> launches;
  std::vector<Ref<const Pod>> hopeless;  // pods that fit on no type, or for which none is left
};

// Pods that ask for the most are packed first. What is launched, and the pods on it, stay in `what_if` where
// it matters to others.
Provision choose_instances(const PluginSet& plugins, WhatIf& what_if, const std::vector<InstanceType>& types,
                           std::vector<PodGroup> pods);

}  // namespace podium::autoscaler
