#include "control-plane/metrics/metric_objects.h"

#include <nlohmann/json.hpp>

#include "control-plane/client/named_metrics.h"
#include "control-plane/codec/time_text.h"
#include "control-plane/objects/generic.h"
#include "control-plane/objects/go_duration_text.h"

namespace podium {
namespace {

using nlohmann::json;

json use(std::int64_t cpu_milli, std::int64_t memory) {
  return {{"cpu", Quantity::milli(cpu_milli).str()}, {"memory", Quantity::bytes(memory).str()}};
}

ObjectRef metrics(const KindInfo& kind, const ObjectMeta& of, TimePoint at, Duration window, json body) {
  auto object = make_ref<Generic>(kind);
  object->metadata.name = of.name;
  object->metadata.namespace_ = of.namespace_;
  object->metadata.labels = of.labels;
  object->metadata.creation_timestamp = at;
  body["timestamp"] = format_time(at);
  body["window"] = go_duration_text(window);
  object->body = Tree(std::move(body));
  return object;
}

}  // namespace

const KindInfo& node_metrics_kind() { return computed_kind("NodeMetrics"); }
const KindInfo& pod_metrics_kind() { return computed_kind("PodMetrics"); }

ObjectRef metrics_of(const Node& node, const UseTable::Scrape& scrape) {
  return metrics(node_metrics_kind(), node.metadata, scrape.at, scrape.window,
                 {{"usage", use(scrape.cpu_milli, scrape.memory)}});
}

ObjectRef metrics_of(const Pod& pod, const UseTable::PodScrape& scrape) {
  json containers = json::array();
  for (const auto& container : scrape.containers)
    containers.push_back(
        {{"name", container.name.str()}, {"usage", use(container.cpu_milli, container.memory)}});
  return metrics(pod_metrics_kind(), pod.metadata, scrape.at, scrape.window,
                 {{"containers", std::move(containers)}});
}

ObjectRef metric_of(const Object& object, const Text& metric, std::int64_t milli, TimePoint at) {
  auto value = make_ref<Generic>(custom_metric_kind());
  value->metadata.name = object.metadata.name;
  value->metadata.namespace_ = object.metadata.namespace_;
  value->body = Tree({{"describedObject",
                       {{"kind", object.kind().kind.str()},
                        {"namespace", object.metadata.namespace_.str()},
                        {"name", object.metadata.name.str()},
                        {"apiVersion", object.kind().api_version.str()}}},
                      {"metric", {{"name", metric.str()}}},
                      {"timestamp", format_time(at)},
                      {"value", Quantity::milli(milli).str()}});
  return value;
}

ObjectRef outside_metric(const Text& metric, const MetricSource::Outside& outside, TimePoint at) {
  json labels = json::object();
  for (const auto& [key, label] : outside.labels) labels[key.str()] = label.str();
  auto value = make_ref<Generic>(external_metric_kind());
  value->metadata.name = metric;
  value->body = Tree({{"metricName", metric.str()},
                      {"metricLabels", std::move(labels)},
                      {"timestamp", format_time(at)},
                      {"value", Quantity::milli(outside.milli).str()}});
  return value;
}

}  // namespace podium
