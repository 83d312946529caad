// Scrapes as the objects of metrics.k8s.io/v1beta1.
#pragma once

#include "control-plane/metrics/metric_source.h"
#include "control-plane/metrics/use_table.h"
#include "control-plane/objects/kinds/node.h"
#include "control-plane/objects/kinds/pod.h"

namespace podium {

const KindInfo& node_metrics_kind();
const KindInfo& pod_metrics_kind();

// With the labels of the node or pod that they are about, so that selectors find them.
ObjectRef metrics_of(const Node& node, const UseTable::Scrape& scrape);
ObjectRef metrics_of(const Pod& pod, const UseTable::PodScrape& scrape);

// Values by name, as those of custom.metrics.k8s.io and external.metrics.k8s.io. `milli`: in thousandths.
ObjectRef metric_of(const Object& object, const Text& metric, std::int64_t milli, TimePoint at);
ObjectRef outside_metric(const Text& metric, const MetricSource::Outside& value, TimePoint at);

}  // namespace podium
