// Why a pod found no node, in the words of Kubernetes' events and conditions.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "control-plane/scheduler/pod_filters.h"

namespace podium {

// How many nodes fail for each reason.
std::map<std::string, std::size_t> histogram(const std::vector<NodeFailure>& failures);

// "0/5 nodes are available: 2 Insufficient cpu, 3 node(s) were unschedulable." `failures`: one per node.
// Source: framework.FitError of Kubernetes 1.33.
std::string fit_message(const std::vector<NodeFailure>& failures);
// The same, for a pod that every node refuses for one reason that is not the node's.
std::string refused_message(const NodeFailure& refused, std::size_t nodes);

}  // namespace podium
