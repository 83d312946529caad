#include "control-plane/controllers/autoscaling/answers.h"

#include <nlohmann/json.hpp>

#include "control-plane/codec/time_text.h"
#include "control-plane/objects/generic.h"
#include "control-plane/rules/go_duration.h"

namespace podium::controllers {

namespace {

using nlohmann::json;

Error trouble(std::string why) { return Error{ErrorCode::kUnavailable, std::move(why)}; }

const json& body_of(const ObjectRef& object) { return static_cast<const Generic&>(*object).body.json(); }

// A server that is not there is told of with what was asked, as client-go does.
std::string told(const ApiStatus& status, const std::string& asked) {
  const bool generic = status.message.starts_with("the server ");
  return status.message + (generic ? " (get " + asked + ")" : "");
}

std::int64_t milli(const json& quantity) {
  const std::optional<Quantity> value =
      quantity.is_string() ? Quantity::parse(quantity.get_ref<const std::string&>()) : std::nullopt;
  return value ? value->milli_value() : 0;
}

Sample sample_of(const json& body, std::int64_t value) {
  Sample sample{value};
  sample.at = parse_time(body.value("timestamp", "")).value_or(TimePoint{});
  return sample;
}

// What a pod's containers use together, or the one that is named. Nothing if that is not known of one.
std::optional<std::int64_t> use_of(const json& body, const Text& resource, const Text& container) {
  std::int64_t sum = 0;
  bool found = false;
  for (const json& each : body["containers"]) {
    if (!container.empty() && each.value("name", "") != container.view()) continue;
    const json& usage = each["usage"];
    const auto used = usage.find(resource.str());
    if (used == usage.end()) return std::nullopt;
    sum += milli(*used);
    found = true;
  }
  return found ? std::optional(sum) : std::nullopt;
}

}  // namespace

Result<Samples> resource_samples(const ApiResponse& answer, const Text& resource, const Text& container) {
  if (!answer.status.ok())
    return trouble("unable to fetch metrics from resource metrics API: " +
                   told(answer.status, "pods.metrics.k8s.io"));
  if (answer.items.empty()) return trouble("no metrics returned from resource metrics API");
  Samples samples;
  for (const ObjectRef& object : answer.items) {
    const json& body = body_of(object);
    const std::optional<std::int64_t> use = use_of(body, resource, container);
    const std::string pod = object->metadata.namespace_.str() + "/" + object->metadata.name.str();
    if (!use && !container.empty())
      return trouble("failed to get container metrics: container " + container.str() +
                     " not present in metrics for pod " + pod);
    if (!use) continue;
    Sample& sample = samples[object->metadata.name] = sample_of(body, *use);
    std::string fault;
    sample.window = parse_go_duration(body.value("window", "0s"), fault);
  }
  return samples;
}

Result<Samples> custom_samples(const ApiResponse& answer) {
  if (!answer.status.ok())
    return trouble("unable to fetch metrics from custom metrics API: " + answer.status.message);
  if (answer.items.empty()) return trouble("no metrics returned from custom metrics API");
  Samples samples;
  for (const ObjectRef& object : answer.items) {
    const json& body = body_of(object);
    Sample& sample = samples[object->metadata.name] = sample_of(body, milli(body["value"]));
    sample.window = std::chrono::seconds(body.value("windowSeconds", 60));
  }
  return samples;
}

Result<std::int64_t> custom_value(const ApiResponse& answer) {
  const Result<Samples> samples = custom_samples(answer);
  if (!samples.ok()) return samples.error();
  return samples.value().begin()->second.milli;
}

Result<std::int64_t> external_value(const ApiResponse& answer, const Text& metric) {
  if (!answer.status.ok())
    return trouble("unable to fetch metrics from external metrics API: " +
                   told(answer.status, metric.str() + ".external.metrics.k8s.io"));
  if (answer.items.empty()) return trouble("no metrics returned from external metrics API");
  std::int64_t sum = 0;
  for (const ObjectRef& object : answer.items) sum += milli(body_of(object)["value"]);
  return sum;
}

}  // namespace podium::controllers
