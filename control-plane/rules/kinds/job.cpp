#include "control-plane/objects/kinds/job.h"

#include "control-plane/rules/go_syntax.h"
#include "control-plane/rules/job_validation.h"
#include "control-plane/rules/pod_defaults.h"
#include "control-plane/rules/typed_rules.h"
#include "control-plane/rules/workload_validation.h"

namespace podium {
namespace {

constexpr const char *kUidLabel = "batch.kubernetes.io/controller-uid",
                     *kNameLabel = "batch.kubernetes.io/job-name";
constexpr const char *kOldUidLabel = "controller-uid", *kOldNameLabel = "job-name";

bool is_new(const Job& job) { return job.metadata.resource_version == 0; }
bool selects_by_uid(const JobSpec& spec) { return !spec.manual_selector.value_or(false); }

bool complete(const JobSpec& spec) {
  return spec.parallelism && spec.backoff_limit && spec.suspend && !spec.completion_mode.empty() &&
         !spec.pod_replacement_policy.empty();
}

// A job's pods are those with its uid, unless it says otherwise.
void generate_selector(Job& job) {
  const Text uid = job.metadata.uid, name = job.metadata.name;
  JobSpec& spec = job.spec.edit();
  Labels& labels = spec.template_.edit().metadata.edit().labels;
  for (const char* label : {kNameLabel, kOldNameLabel}) labels.set(label, name);
  for (const char* label : {kUidLabel, kOldUidLabel}) labels.set(label, uid);
  if (!spec.selector.value().match_labels.contains(kUidLabel))
    spec.selector.edit().match_labels.set(kUidLabel, uid);
}

void set_defaults(Job& job) {
  if (!complete(job.spec.value())) {
    JobSpec& spec = job.spec.edit();
    if (!spec.completions && !spec.parallelism) spec.completions = 1;
    if (!spec.parallelism) spec.parallelism = 1;
    if (!spec.backoff_limit)
      spec.backoff_limit = spec.backoff_limit_per_index ? std::numeric_limits<std::int32_t>::max() : 6;
    if (!spec.suspend) spec.suspend = false;
    if (spec.completion_mode.empty()) spec.completion_mode = "NonIndexed";
    if (spec.pod_replacement_policy.empty())
      spec.pod_replacement_policy = spec.pod_failure_policy ? "Failed" : "TerminatingOrFailed";
  }
  if (job.metadata.labels.empty()) job.metadata.labels = job.spec->template_.value().metadata.value().labels;
  default_template_of(job.spec);
  if (is_new(job) && !job.metadata.uid.empty() && selects_by_uid(*job.spec)) generate_selector(job);
}

void check_label(const Labels& labels, const char* key, const Text& value, FieldErrors& errors) {
  const std::string field = std::string("spec.template.metadata.labels[") + key + "]";
  const std::string must = "must be '" + value.str() + "'";
  const Text* found = labels.find(key);
  if (found == nullptr)
    errors.push_back(required(field, must));
  else if (!(*found == value))
    errors.push_back(invalid_value(field, go_syntax(labels), must));
}

// A user may have written labels or a selector that are in the way of the generated ones.
void check_generated_selector(const Job& job, FieldErrors& errors) {
  const JobSpec& spec = job.spec.value();
  if (!is_new(job) || !spec.selector || !selects_by_uid(spec)) return;
  const Labels& labels = spec.template_.value().metadata.value().labels;
  const Text &uid = job.metadata.uid, &name = job.metadata.name;
  const Labels expected = {{kUidLabel, uid}, {kOldUidLabel, uid}, {kNameLabel, name}, {kOldNameLabel, name}};
  for (const auto& [key, value] : expected) check_label(labels, key.c_str(), value, errors);
  if (!spec.selector->matches(expected))
    errors.push_back(
        invalid_value("spec.selector", go_syntax(*spec.selector), "`selector` not auto-generated"));
}

// Pods of an indexed job are hosts with names.
void check_host_names(const Job& job, FieldErrors& errors) {
  const JobSpec& spec = job.spec.value();
  if (!is_new(job) || !spec.indexed() || spec.completions.value_or(0) <= 0) return;
  const std::string longest = job.metadata.name.str() + "-" + std::to_string(*spec.completions - 1);
  if (!dns_label_fault(longest).empty())
    errors.push_back(invalid_text("metadata.name", job.metadata.name,
                                  "will not able to create pod with invalid DNS label: " + longest));
}

void check(const Job& job, FieldErrors& errors) {
  const JobSpec& spec = job.spec.value();
  check_generated_selector(job, errors);
  check_job_spec(spec, "spec", errors);
  if (spec.selector)
    check_selector(*spec.selector, "spec.selector", errors);
  else
    errors.push_back(required("spec.selector"));
  if (!selects_template(spec.selector, spec.template_))
    errors.push_back(not_selected("spec.template", spec.template_.value().metadata.value().labels));
  check_host_names(job, errors);
}

// While a job waits to be started for the first time, it may still be told where its pods shall run.
PodTemplateSpec allowed_template(const Job& before, const PodTemplateSpec& wanted) {
  PodTemplateSpec allowed = before.spec.value().template_.value();
  const bool started = before.status.value().start_time != TimePoint{};
  if (!before.spec.value().suspend.value_or(false) || started) return allowed;
  PodSpec& spec = allowed.spec.edit();
  const PodSpec& now = wanted.spec.value();
  spec.node_selector = now.node_selector;
  spec.tolerations = now.tolerations;
  spec.scheduling_gates = now.scheduling_gates;
  Affinity affinity = spec.affinity.value();
  affinity.node_affinity = now.affinity.value().node_affinity;
  if (affinity == now.affinity.value()) spec.affinity = now.affinity;
  allowed.metadata.edit().labels = wanted.metadata.value().labels;
  allowed.metadata.edit().annotations = wanted.metadata.value().annotations;
  return allowed;
}

constexpr const char* kImmutable = "field is immutable";

std::string shown(const std::optional<std::int32_t>& number) {
  return number ? std::to_string(*number) : "\"null\"";
}

// The completions of an indexed job may change, together with its parallelism.
void check_completions(const JobSpec& before, const JobSpec& after, FieldErrors& errors) {
  if (before.completions == after.completions) return;
  if (!after.indexed())
    errors.push_back(invalid_value("spec.completions", shown(after.completions), kImmutable));
  else if (after.completions && after.completions != after.parallelism)
    errors.push_back(invalid_value("spec.completions", shown(after.completions),
                                   "can only be modified in tandem with spec.parallelism"));
}

void check_change(const Job& old, const Job& fresh, FieldErrors& errors) {
  const JobSpec &before = old.spec.value(), &after = fresh.spec.value();
  check_completions(before, after, errors);
  check_same_selector(before.selector, after.selector, errors);
  const PodTemplateSpec& wanted = after.template_.value();
  if (!(allowed_template(old, wanted) == wanted))
    errors.push_back(invalid_value("spec.template", "core.PodTemplateSpec{...}", kImmutable));
  if (!(before.completion_mode == after.completion_mode))
    errors.push_back(invalid_text("spec.completionMode", after.completion_mode, kImmutable));
  if (!(before.pod_failure_policy == after.pod_failure_policy))
    errors.push_back(invalid_value("spec.podFailurePolicy", "batch.PodFailurePolicy{...}", kImmutable));
  if (before.backoff_limit_per_index != after.backoff_limit_per_index)
    errors.push_back(
        invalid_value("spec.backoffLimitPerIndex", shown(after.backoff_limit_per_index), kImmutable));
  if (!(before.managed_by == after.managed_by))
    errors.push_back(invalid_text("spec.managedBy", after.managed_by, kImmutable));
  if (!(before.success_policy == after.success_policy))
    errors.push_back(invalid_value("spec.successPolicy", "batch.SuccessPolicy{...}", kImmutable));
}

}  // namespace

const Rules& job_rules() { return workload_rules<Job, &set_defaults, &check, &check_change>(); }

}  // namespace podium
