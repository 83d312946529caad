// Scrapes as the objects of metrics.k8s.io/v1beta1.
#pragma once

#include "control-plane/metrics/use_table.h"
#include "control-plane/objects/kinds/node.h"
#include "control-plane/objects/kinds/pod.h"

namespace podium {

const KindInfo& node_metrics_kind();
const KindInfo& pod_metrics_kind();

// With the labels of the node or pod that they are about, so that selectors find them.
ObjectRef metrics_of(const Node& node, const UseTable::Scrape& scrape);
ObjectRef metrics_of(const Pod& pod, const UseTable::PodScrape& scrape);

}  // namespace podium
