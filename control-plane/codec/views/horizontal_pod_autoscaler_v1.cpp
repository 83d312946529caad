// autoscaling/v1 knows one metric, the share of CPU in use; what v2 knows beside it travels in annotations.
#include <nlohmann/json.hpp>

#include "control-plane/codec/view.h"

namespace podium {
namespace {

using nlohmann::json;

// Where what v1 has no field for is kept: a part of v2's object, and its annotation.
struct Kept {
  json::json_pointer part;
  std::string annotation;
};
const std::vector<Kept>& kept() {
  using namespace nlohmann::literals;
  static const std::string prefix = "autoscaling.alpha.kubernetes.io/";
  static const std::vector<Kept> all = {{"/spec/metrics"_json_pointer, prefix + "metrics"},
                                        {"/spec/behavior"_json_pointer, prefix + "behavior"},
                                        {"/status/currentMetrics"_json_pointer, prefix + "current-metrics"},
                                        {"/status/conditions"_json_pointer, prefix + "conditions"}};
  return all;
}

// A metric, wanted (`target`) or seen (`current`), of CPU as a share of what is requested.
bool is_cpu_share(const json& metric, const char* side) {
  if (metric.value("type", "") != "Resource" || !metric.contains("resource")) return false;
  const json& resource = metric["resource"];
  return resource.value("name", "") == "cpu" && resource.contains(side) &&
         resource[side].contains("averageUtilization");
}

json cpu_share(const char* side, const json& percent) {
  json value = {{"averageUtilization", percent}};
  if (std::string_view(side) == "target") value["type"] = "Utilization";
  return {{"type", "Resource"}, {"resource", {{"name", "cpu"}, {side, std::move(value)}}}};
}

// Moves the first CPU share of v2's list into v1's field; the list goes if nothing is left in it.
void take_out_cpu(json& holder, const char* list, const char* side, const char* field) {
  const auto metrics = holder.find(list);
  if (metrics == holder.end() || !metrics->is_array()) return;
  for (auto metric = metrics->begin(); metric != metrics->end(); ++metric) {
    if (!is_cpu_share(*metric, side)) continue;
    holder[field] = (*metric)["resource"][side]["averageUtilization"];
    metrics->erase(metric);
    break;
  }
  if (holder[list].empty()) holder.erase(list);
}

void put_back_cpu(json& holder, const char* list, const char* side, const char* field) {
  const auto percent = holder.find(field);
  if (percent == holder.end()) return;
  json metrics = json::array({cpu_share(side, *percent)});
  for (const json& other : holder.value(list, json::array())) metrics.push_back(other);
  holder.erase(field);
  holder[list] = std::move(metrics);
}

void from_stored(json& tree) {
  tree["apiVersion"] = "autoscaling/v1";
  if (tree.contains("spec"))
    take_out_cpu(tree["spec"], "metrics", "target", "targetCPUUtilizationPercentage");
  if (tree.contains("status"))
    take_out_cpu(tree["status"], "currentMetrics", "current", "currentCPUUtilizationPercentage");
  for (const Kept& each : kept()) {
    if (!tree.contains(each.part)) continue;
    tree["metadata"]["annotations"][each.annotation] = tree[each.part].dump();
    tree[each.part.parent_pointer()].erase(each.part.back());
  }
}

void to_stored(json& tree) {
  tree["apiVersion"] = "autoscaling/v2";
  json& annotations = tree["metadata"]["annotations"];
  for (const Kept& each : kept()) {
    if (!annotations.is_object() || !annotations.contains(each.annotation)) continue;
    json part = json::parse(annotations[each.annotation].get<std::string>(), nullptr, false);
    if (part.is_discarded()) continue;  // somebody else's words: they stay an annotation
    tree[each.part] = std::move(part);
    annotations.erase(each.annotation);
  }
  if (annotations.empty()) tree["metadata"].erase("annotations");
  if (tree.contains("spec"))
    put_back_cpu(tree["spec"], "metrics", "target", "targetCPUUtilizationPercentage");
  if (tree.contains("status"))
    put_back_cpu(tree["status"], "currentMetrics", "current", "currentCPUUtilizationPercentage");
}

}  // namespace

const View& horizontal_pod_autoscaler_v1_view() {
  static const View view = {"autoscaling", "v1",        "HorizontalPodAutoscaler", "autoscaling", "v2",
                            &to_stored,    &from_stored};
  return view;
}

}  // namespace podium
