// Do a node's labels and fields satisfy selector terms?
#pragma once

#include "control-plane/objects/kinds/node.h"
#include "control-plane/objects/pod_spec.h"

namespace podium {

// Terms are alternatives; inside a term everything must hold; an empty term matches nothing.
bool matches(const NodeSelector& selector, const Node& node);
bool matches(const NodeSelectorTerm& term, const Node& node);

// The pod's wishes about nodes, or null.
const NodeAffinity* node_affinity_of(const PodSpec& spec);
// Does the node satisfy the pod's nodeSelector and its required node affinity?
bool wanted_by(const PodSpec& spec, const Node& node);

}  // namespace podium
