#include "control-plane/client/named_metrics.h"

#include "control-plane/objects/generic.h"

namespace podium {
namespace {

// The fields of a MetricValue that say what it is.
constexpr const char* kMetric = "metric.name";
constexpr const char* kMetricLabels = "metric.selector";
constexpr const char* kKind = "describedObject.kind";
constexpr const char* kName = "describedObject.name";

}  // namespace

const KindInfo& custom_metric_kind() { return computed_kind("MetricValue"); }
const KindInfo& external_metric_kind() { return computed_kind("ExternalMetricValue"); }

Selection selection_of(const MetricQuery& query) {
  Selection selection;
  selection.namespace_ = query.namespace_;
  selection.labels = query.labels;
  selection.fields.push_back({kMetric, query.metric.str()});
  if (query.external) return selection;
  selection.fields.push_back({kKind, query.kind.str()});
  selection.fields.push_back({kName, query.name.str()});
  if (query.labelled) selection.fields.push_back({kMetricLabels, "some"});
  return selection;
}

MetricQuery metric_query(const ApiRequest& request) {
  MetricQuery query;
  query.external = request.kind == &external_metric_kind();
  query.namespace_ = request.selection.namespace_;
  query.labels = request.selection.labels;
  for (const FieldRequirement& field : request.selection.fields) {
    if (field.path == kMetric) query.metric = field.value;
    if (field.path == kKind) query.kind = field.value;
    if (field.path == kName) query.name = field.value;
    query.labelled |= field.path == kMetricLabels;
  }
  return query;
}

}  // namespace podium
