#include "control-plane/objects/kinds/horizontal_pod_autoscaler.h"

#include "control-plane/rules/metric_validation.h"
#include "control-plane/rules/typed_rules.h"

namespace podium {
namespace {

constexpr std::int32_t kMaxWindow = 3600, kMaxPeriod = 1800;

const HorizontalPodAutoscalerSpec& spec_of(const Object& object) {
  return static_cast<const HorizontalPodAutoscaler&>(object).spec.value();
}

MetricSpec cpu_at_eighty_percent() {
  MetricSpec metric;
  metric.type_ = "Resource";
  ResourceMetricSource& cpu = metric.resource.edit();
  cpu.name = "cpu";
  cpu.target.type_ = "Utilization";
  cpu.target.average_utilization = 80;
  return metric;
}

void default_rules(Box<HpaScalingRules>& box, std::optional<std::int32_t> window,
                   const List<HpaScalingPolicy>& policies) {
  HpaScalingRules rules = box.value();
  if (rules.select_policy.empty()) rules.select_policy = "Max";
  if (rules.policies.empty()) rules.policies = policies;
  if (!rules.stabilization_window_seconds) rules.stabilization_window_seconds = window;
  if (!box || !(rules == *box)) box = std::move(rules);
}

void set_defaults(Object& object) {
  static const List<MetricSpec> cpu = {cpu_at_eighty_percent()};
  static const List<HpaScalingPolicy> up = {{"Pods", 4, 15}, {"Percent", 100, 15}};
  static const List<HpaScalingPolicy> down = {{"Percent", 100, 15}};
  auto& scaler = static_cast<HorizontalPodAutoscaler&>(object);
  HorizontalPodAutoscalerSpec spec = scaler.spec.value();
  if (!spec.min_replicas) spec.min_replicas = 1;
  if (spec.metrics.empty()) spec.metrics = cpu;
  if (spec.behavior) {
    HpaBehavior behavior = *spec.behavior;
    default_rules(behavior.scale_up, 0, up);
    // How long to wait before going down is the controller's option where nobody says.
    default_rules(behavior.scale_down, std::nullopt, down);
    if (!(behavior == *spec.behavior)) spec.behavior = std::move(behavior);
  }
  if (!(spec == scaler.spec.value())) scaler.spec = std::move(spec);
}

void check_number(std::int32_t value, std::int32_t least, const char* too_small, std::int32_t most,
                  const std::string& field, FieldErrors& errors) {
  const std::string shown = std::to_string(value);
  if (value < least) errors.push_back(invalid_value(field, shown, too_small));
  if (value > most)
    errors.push_back(invalid_value(field, shown, "must be less than or equal to " + std::to_string(most)));
}

void check_rules(const HpaScalingRules& rules, const std::string& at, FieldErrors& errors) {
  if (rules.stabilization_window_seconds) {
    check_number(*rules.stabilization_window_seconds, 0, "must be greater than or equal to zero", kMaxWindow,
                 at + ".stabilizationWindowSeconds", errors);
  }
  const Text& select = rules.select_policy;
  if (!(select == "Max") && !(select == "Min") && !(select == "Disabled"))
    errors.push_back(not_supported(at + ".selectPolicy", select, {"Disabled", "Max", "Min"}));
  if (rules.policies.empty())
    errors.push_back(required(at + ".policies", "must specify at least one Policy"));
  for (std::size_t i = 0; i < rules.policies.size(); ++i) {
    const HpaScalingPolicy& policy = rules.policies[i];
    const std::string field = element(at + ".policies", i);
    if (!(policy.type_ == "Pods") && !(policy.type_ == "Percent"))
      errors.push_back(not_supported(field + ".type", policy.type_, {"Percent", "Pods"}));
    if (policy.value <= 0)
      errors.push_back(
          invalid_value(field + ".value", std::to_string(policy.value), "must be greater than zero"));
    check_number(policy.period_seconds, 1, "must be greater than zero", kMaxPeriod, field + ".periodSeconds",
                 errors);
  }
}

FieldErrors validate(const Object& object) {
  FieldErrors errors;
  check_metadata(object.metadata, true, NameForm::kSubdomain, errors);
  const HorizontalPodAutoscalerSpec& spec = spec_of(object);
  const std::int32_t least = spec.min_replicas.value_or(1), most = spec.max_replicas;
  if (least < 1)
    errors.push_back(
        invalid_value("spec.minReplicas", std::to_string(least), "must be greater than or equal to 1"));
  if (most < 1)
    errors.push_back(invalid_value("spec.maxReplicas", std::to_string(most), "must be greater than 0"));
  if (most < least)
    errors.push_back(invalid_value("spec.maxReplicas", std::to_string(most),
                                   "must be greater than or equal to `minReplicas`"));
  check_scale_target(spec.scale_target_ref, "spec.scaleTargetRef", errors);
  for (std::size_t i = 0; i < spec.metrics.size(); ++i)
    check_metric(spec.metrics[i], element("spec.metrics", i), errors);
  if (!spec.behavior) return errors;
  if (spec.behavior->scale_up) check_rules(*spec.behavior->scale_up, "spec.behavior.scaleUp", errors);
  if (spec.behavior->scale_down) check_rules(*spec.behavior->scale_down, "spec.behavior.scaleDown", errors);
  return errors;
}

FieldErrors validate_update(const Object&, const Object& fresh) { return validate(fresh); }

}  // namespace

const Rules& horizontal_pod_autoscaler_rules() {
  static const Rules rules = {&set_defaults,
                              &validate,
                              &validate_update,
                              &never_changes,
                              &keep_status_of<HorizontalPodAutoscaler>,
                              &keep_spec_of<HorizontalPodAutoscaler>};
  return rules;
}

}  // namespace podium
