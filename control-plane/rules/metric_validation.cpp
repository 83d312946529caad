#include "control-plane/rules/metric_validation.h"

#include "control-plane/rules/names.h"

namespace podium {
namespace {

void check_amount(const Tree& tree, const std::string& field, FieldErrors& errors) {
  if (!tree) return;
  const Quantity amount = OptQuantity::of(tree).value_or(Quantity());
  if (amount <= Quantity()) errors.push_back(invalid_text(field, amount.str(), "must be positive"));
}

void check_target(const MetricTarget& target, const std::string& at, FieldErrors& errors) {
  const Text& type = target.type_;
  if (type.empty()) errors.push_back(required(at + ".type", "must specify a metric target type"));
  if (!(type == "Utilization") && !(type == "Value") && !(type == "AverageValue"))
    errors.push_back(not_supported(at + ".type", type, {"AverageValue", "Utilization", "Value"}));
  check_amount(target.value, at + ".value", errors);
  check_amount(target.average_value, at + ".averageValue", errors);
  if (target.average_utilization && *target.average_utilization < 1) {
    errors.push_back(invalid_value(at + ".averageUtilization", std::to_string(*target.average_utilization),
                                   "must be greater than 0"));
  }
}

void check_resource(const Text& name, const MetricTarget& target, const std::string& at,
                    FieldErrors& errors) {
  if (name.empty()) errors.push_back(required(at + ".name", "must specify a resource name"));
  check_target(target, at + ".target", errors);
  if (!target.average_utilization && !target.average_value) {
    errors.push_back(required(at + ".target.averageUtilization",
                              "must set either a target raw value or a target utilization"));
  }
  if (target.average_utilization && target.average_value) {
    errors.push_back(field_forbidden(at + ".target.averageValue",
                                     "may not set both a target raw value and a target utilization"));
  }
}

void check_identifier(const MetricIdentifier& metric, const std::string& at, FieldErrors& errors) {
  if (metric.name.empty()) errors.push_back(required(at + ".name", "must specify a metric name"));
  if (metric.selector) check_selector(*metric.selector, at + ".selector", errors);
}

void check_pods(const NamedMetricSource& pods, const std::string& at, FieldErrors& errors) {
  check_identifier(pods.metric, at + ".metric", errors);
  check_target(pods.target, at + ".target", errors);
  if (!pods.target.average_value)
    errors.push_back(required(at + ".target.averageValue", "must specify a positive target averageValue"));
}

void check_either_value(const MetricTarget& target, const std::string& at, const char* both,
                        FieldErrors& errors) {
  if (!target.value && !target.average_value)
    errors.push_back(required(at + ".averageValue", "must set either a target value or averageValue"));
  if (target.value && target.average_value) errors.push_back(field_forbidden(at + ".value", both));
}

void check_external(const NamedMetricSource& external, const std::string& at, FieldErrors& errors) {
  check_identifier(external.metric, at + ".metric", errors);
  check_target(external.target, at + ".target", errors);
  check_either_value(external.target, at + ".target",
                     "may not set both a target value for metric and a per-pod target", errors);
}

void check_object(const ObjectMetricSource& object, const std::string& at, FieldErrors& errors) {
  check_scale_target(object.described_object, at + ".describedObject", errors);
  check_identifier(object.metric, at + ".metric", errors);
  check_target(object.target, at + ".target", errors);
  check_either_value(object.target, at + ".target", "may not set both a target value and averageValue",
                     errors);
}

}  // namespace

void check_scale_target(const CrossVersionObjectReference& target, const std::string& field,
                        FieldErrors& errors) {
  if (target.kind.empty()) errors.push_back(required(field + ".kind"));
  if (target.name.empty()) errors.push_back(required(field + ".name"));
}

void check_metric(const MetricSpec& metric, const std::string& field, FieldErrors& errors) {
  struct Source {
    const char *type, *name;
    bool present;
  };
  const Source sources[] = {
      {"Object", "object", static_cast<bool>(metric.object)},
      {"External", "external", static_cast<bool>(metric.external)},
      {"Pods", "pods", static_cast<bool>(metric.pods)},
      {"Resource", "resource", static_cast<bool>(metric.resource)},
      {"ContainerResource", "containerResource", static_cast<bool>(metric.container_resource)}};
  if (metric.type_.empty()) errors.push_back(required(field + ".type", "must specify a metric source type"));
  bool known = false;
  for (const Source& source : sources) {
    const bool meant = metric.type_ == source.type;
    known = known || meant;
    if (meant && !source.present)
      errors.push_back(
          required(field + "." + source.name, "must populate information for the given metric source"));
    if (!meant && source.present)
      errors.push_back(
          field_forbidden(field + "." + source.name, "must populate the given metric source only"));
  }
  if (!known) {
    errors.push_back(not_supported(field + ".type", metric.type_,
                                   {"ContainerResource", "External", "Object", "Pods", "Resource"}));
  }
  if (metric.object) check_object(*metric.object, field + ".object", errors);
  if (metric.external) check_external(*metric.external, field + ".external", errors);
  if (metric.pods) check_pods(*metric.pods, field + ".pods", errors);
  if (metric.resource)
    check_resource(metric.resource->name, metric.resource->target, field + ".resource", errors);
  if (metric.container_resource) {
    const ContainerResourceMetricSource& source = *metric.container_resource;
    if (source.container.empty())
      errors.push_back(required(field + ".containerResource.container", "must specify a container"));
    check_resource(source.name, source.target, field + ".containerResource", errors);
  }
}

}  // namespace podium
