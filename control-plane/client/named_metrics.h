// Metrics by name, of objects in the cluster (custom.metrics.k8s.io) or of things outside it
// (external.metrics.k8s.io): how they are asked for. Nobody stores them; who measures them answers.
#pragma once

#include "control-plane/client/api.h"

namespace podium {

const KindInfo& custom_metric_kind();    // MetricValue
const KindInfo& external_metric_kind();  // ExternalMetricValue

struct MetricQuery {
  bool external = false;
  Text namespace_, metric;
  // Of what, if not external: a kind, and a name or "*" for those that `labels` picks.
  Text kind, name;
  // Of the objects; of an external metric, those of the metric itself.
  LabelSelector labels;
  bool labelled = false;  // a metric of objects that was asked for by labels of its own, too
};

// As the selection of a list of those kinds, and back.
Selection selection_of(const MetricQuery& query);
MetricQuery metric_query(const ApiRequest& request);

}  // namespace podium
