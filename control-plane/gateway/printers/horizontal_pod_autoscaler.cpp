// HorizontalPodAutoscalers as `kubectl get horizontalpodautoscalers` shows them.
#include "control-plane/objects/kinds/horizontal_pod_autoscaler.h"

#include "control-plane/gateway/age.h"
#include "control-plane/gateway/printer.h"

namespace podium {
namespace {

constexpr std::size_t kMostTargets = 2;

std::string amount_text(const Tree& amount) {
  const std::optional<Quantity> quantity = OptQuantity::of(amount);
  return quantity ? quantity->str() : "<unknown>";
}

std::string percent_text(const std::optional<std::int32_t>& share, const char* otherwise) {
  return share ? std::to_string(*share) + "%" : otherwise;
}

// The metric's current value, if it was found; `box` is that of its source in the status.
template <class Source>
const MetricValueStatus& current_of(const Box<Source>* box) {
  static const MetricValueStatus unknown;
  return box != nullptr && *box ? (*box)->current : unknown;
}

std::string resource_text(const Text& name, const MetricTarget& target, const MetricValueStatus& current) {
  const std::string numbers =
      target.average_value ? amount_text(current.average_value) + "/" + amount_text(target.average_value)
                           : percent_text(current.average_utilization, "<unknown>") + "/" +
                                 percent_text(target.average_utilization, "<auto>");
  return name.str() + ": " + numbers;
}

std::string value_text(const MetricTarget& target, const MetricValueStatus& current) {
  if (target.average_value)
    return amount_text(current.average_value) + "/" + amount_text(target.average_value) + " (avg)";
  return amount_text(current.value) + "/" + amount_text(target.value);
}

std::string target_text(const MetricSpec& spec, const MetricStatus* status) {
  const auto found = [status](auto member) { return status == nullptr ? nullptr : &(status->*member); };
  if (spec.resource)
    return resource_text(spec.resource->name, spec.resource->target,
                         current_of(found(&MetricStatus::resource)));
  if (spec.container_resource)
    return resource_text(spec.container_resource->name, spec.container_resource->target,
                         current_of(found(&MetricStatus::container_resource)));
  if (spec.pods) {
    const MetricValueStatus& current = current_of(found(&MetricStatus::pods));
    return amount_text(current.average_value) + "/" + amount_text(spec.pods->target.average_value);
  }
  if (spec.object) return value_text(spec.object->target, current_of(found(&MetricStatus::object)));
  if (spec.external) return value_text(spec.external->target, current_of(found(&MetricStatus::external)));
  return "<unknown type>";
}

std::string targets_text(const List<MetricSpec>& specs, const List<MetricStatus>& statuses) {
  std::vector<std::string> targets;
  for (std::size_t i = 0; i < specs.size() && i < kMostTargets; ++i)
    targets.push_back(target_text(specs[i], i < statuses.size() ? &statuses[i] : nullptr));
  if (targets.empty()) return "<none>";
  const std::size_t more = specs.size() - targets.size();
  return join(targets, ", ") + (more > 0 ? " + " + std::to_string(more) + " more..." : std::string());
}

std::vector<Cell> row(const Object& object, TimePoint now) {
  const auto& scaler = static_cast<const HorizontalPodAutoscaler&>(object);
  const HorizontalPodAutoscalerSpec& spec = scaler.spec.value();
  const HorizontalPodAutoscalerStatus& status = scaler.status.value();
  return {scaler.metadata.name.str(),
          spec.scale_target_ref.kind.str() + "/" + spec.scale_target_ref.name.str(),
          targets_text(spec.metrics, status.current_metrics),
          spec.min_replicas ? std::to_string(*spec.min_replicas) : "<unset>",
          std::int64_t{spec.max_replicas},
          std::int64_t{status.current_replicas},
          age(scaler.metadata.creation_timestamp, now)};
}

}  // namespace

Printer horizontal_pod_autoscaler_printer() {
  return {&HorizontalPodAutoscaler::info(),
          {{"Name", "string", "name"},
           {"Reference"},
           {"Targets"},
           {"MinPods"},
           {"MaxPods"},
           {"Replicas"},
           {"Age"}},
          &row};
}

}  // namespace podium
