#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>
#include <set>

#include "control-plane/rules/job_validation.h"
#include "control-plane/rules/names.h"
#include "control-plane/rules/workload_validation.h"

namespace podium {
namespace {

constexpr std::size_t kMaxRules = 20, kMaxPatterns = 20, kMaxExitCodes = 255, kMaxIndexesText = 64 * 1024;

void check_count(std::size_t count, std::size_t most, const std::string& field, FieldErrors& errors) {
  if (count <= most) return;
  errors.push_back(
      {"Too many", "FieldValueTooMany", field,
       "Too many: " + std::to_string(count) + ": must have at most " + std::to_string(most) + " items"});
}

// One of a closed set, which is named if there is nothing.
void check_choice(const Text& value, const std::vector<std::string>& choices, const std::string& field,
                  FieldErrors& errors) {
  if (value.empty()) {
    std::string list;
    for (const std::string_view choice : choices) list += (list.empty() ? "" : " ") + quoted(choice);
    errors.push_back(required(field, "valid values: [" + list + "]"));
  } else if (std::find(choices.begin(), choices.end(), value.view()) == choices.end()) {
    errors.push_back(not_supported(field, value, choices));
  }
}

bool has_container(const PodSpec& spec, const Text& name) {
  const auto among = [&](const List<Container>& containers) {
    return std::any_of(containers.begin(), containers.end(),
                       [&](const Container& container) { return container.name == name; });
  };
  return among(spec.containers) || among(spec.init_containers);
}

void check_codes(const OnExitCodes& rule, const std::string& field, FieldErrors& errors) {
  const std::vector<std::int32_t> values =
      rule.values ? rule.values.json().get<std::vector<std::int32_t>>() : std::vector<std::int32_t>();
  if (values.empty()) errors.push_back(invalid_value(field, "[]int32{}", "at least one value is required"));
  check_count(values.size(), kMaxExitCodes, field, errors);
  std::set<std::int32_t> seen;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::string shown = std::to_string(values[i]);
    if (rule.operator_ == "In" && values[i] == 0)
      errors.push_back(invalid_value(element(field, i), shown, "must not be 0 for the In operator"));
    if (!seen.insert(values[i]).second)
      errors.push_back(
          {"Duplicate value", "FieldValueDuplicate", element(field, i), "Duplicate value: " + shown});
  }
  if (std::is_sorted(values.begin(), values.end())) return;
  std::string list;
  for (const std::int32_t value : values) list += (list.empty() ? "" : ", ") + std::to_string(value);
  errors.push_back(invalid_value(field, "[]int32{" + list + "}", "must be ordered"));
}

void check_conditions(const List<OnPodCondition>& patterns, const std::string& field, FieldErrors& errors) {
  check_count(patterns.size(), kMaxPatterns, field, errors);
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    const std::string at = element(field, i);
    if (const std::string fault = qualified_name_fault(patterns[i].type_); !fault.empty())
      errors.push_back(invalid_text(at + ".type", patterns[i].type_, fault));
    check_choice(patterns[i].status, {"False", "True", "Unknown"}, at + ".status", errors);
  }
}

void check_failure_rule(const JobSpec& spec, const PodFailurePolicyRule& rule, const std::string& field,
                        FieldErrors& errors) {
  check_choice(rule.action, {"Count", "FailIndex", "FailJob", "Ignore"}, field + ".action", errors);
  if (rule.action == "FailIndex" && !spec.backoff_limit_per_index)
    errors.push_back(
        invalid_text(field + ".action", rule.action, "requires the backoffLimitPerIndex to be set"));
  if (rule.on_exit_codes) {
    const OnExitCodes& codes = *rule.on_exit_codes;
    const std::string at = field + ".onExitCodes";
    check_choice(codes.operator_, {"In", "NotIn"}, at + ".operator", errors);
    const PodSpec& pod = spec.template_.value().spec.value();
    if (!codes.container_name.empty() && !has_container(pod, codes.container_name))
      errors.push_back(
          invalid_text(at + ".containerName", codes.container_name,
                       "must be one of the container or initContainer names in the pod template"));
    check_codes(codes, at + ".values", errors);
  }
  check_conditions(rule.on_pod_conditions, field + ".onPodConditions", errors);
  const bool codes = static_cast<bool>(rule.on_exit_codes), conditions = !rule.on_pod_conditions.empty();
  if (codes == conditions) {
    errors.push_back({"Invalid value", "FieldValueInvalid", field,
                      std::string("Invalid value: specifying ") +
                          (codes ? "both OnExitCodes and OnPodConditions is not supported"
                                 : "one of OnExitCodes and OnPodConditions is required")});
  }
}

std::int32_t read_index(std::string_view text, std::int32_t completions, std::string& fault) {
  std::int32_t index = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
  if (error != std::errc() || end != text.data() + text.size() || index < 0)
    fault = "cannot convert string to integer for index: " + quoted(text);
  else if (index >= completions)
    fault = "too large index: " + quoted(text);
  return index;
}

std::string not_increasing(std::int32_t previous, std::int32_t current) {
  return "non-increasing order, previous: " + std::to_string(previous) +
         ", current: " + std::to_string(current);
}

// How many indexes "0-2,5" names, all below `completions`; or what is wrong with it.
std::int32_t count_indexes(std::string_view text, std::int32_t completions, std::string& fault) {
  std::int32_t total = 0, last = -1;
  for (std::size_t from = 0; !text.empty() && from <= text.size() && fault.empty();) {
    const std::size_t end = std::min(text.find(',', from), text.size());
    const std::string_view interval = text.substr(from, end - from);
    from = end + 1;
    const std::size_t dash = interval.find('-', 1);
    const bool range = dash != std::string_view::npos;
    const std::int32_t first = read_index(interval.substr(0, dash), completions, fault);
    const std::int32_t until = range ? read_index(interval.substr(dash + 1), completions, fault) : first;
    if (fault.empty() && first <= last) fault = not_increasing(last, first);
    if (fault.empty() && range && until <= first) fault = not_increasing(first, until);
    total += until - first + 1;
    last = until;
  }
  return fault.empty() ? total : 0;
}

void check_success_rule(const SuccessPolicyRule& rule, std::int32_t completions, const std::string& field,
                        FieldErrors& errors) {
  const Text& indexes = rule.succeeded_indexes;
  if (!rule.succeeded_count && indexes.empty())
    errors.push_back(required(field, "at least one of succeededCount or succeededIndexes must be specified"));
  std::string fault;
  const std::int32_t named = count_indexes(indexes, completions, fault);
  if (indexes.size() > kMaxIndexesText)
    errors.push_back(too_long(field + ".succeededIndexes", kMaxIndexesText));
  if (!fault.empty())
    errors.push_back(
        invalid_text(field + ".succeededIndexes", indexes, "error parsing succeededIndexes: " + fault));
  const std::string count = field + ".succeededCount";
  check_not_negative(rule.succeeded_count, count, errors);
  const auto at_most = [&](std::int32_t most, const char* what) {
    if (rule.succeeded_count.value_or(0) <= most) return;
    errors.push_back(invalid_value(
        count, std::to_string(*rule.succeeded_count),
        "must be less than or equal to " + std::to_string(most) + " (the number of " + what + ")"));
  };
  at_most(completions, "specified completions");
  if (!indexes.empty()) at_most(named, "indexes in the specified succeededIndexes field");
}

}  // namespace

void check_pod_failure_policy(const JobSpec& spec, const std::string& field, FieldErrors& errors) {
  const List<PodFailurePolicyRule>& rules = spec.pod_failure_policy->rules;
  check_count(rules.size(), kMaxRules, field + ".rules", errors);
  for (std::size_t i = 0; i < rules.size(); ++i)
    check_failure_rule(spec, rules[i], element(field + ".rules", i), errors);
}

void check_success_policy(const JobSpec& spec, const std::string& field, FieldErrors& errors) {
  if (!spec.indexed()) {
    errors.push_back(invalid_value(field, "batch.SuccessPolicy{...}", "requires indexed completion mode"));
    return;
  }
  const List<SuccessPolicyRule>& rules = spec.success_policy->rules;
  if (rules.empty())
    errors.push_back(required(field + ".rules",
                              "at least one rules must be specified when the successPolicy is specified"));
  check_count(rules.size(), kMaxRules, field + ".rules", errors);
  for (std::size_t i = 0; i < rules.size(); ++i)
    check_success_rule(rules[i], spec.completions.value_or(0), element(field + ".rules", i), errors);
}

}  // namespace podium
