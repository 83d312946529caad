#include "control-plane/objects/kinds/cron_job.h"

#include "control-plane/rules/cron_schedule.h"
#include "control-plane/rules/go_syntax.h"
#include "control-plane/rules/job_validation.h"
#include "control-plane/rules/pod_defaults.h"
#include "control-plane/rules/time_zones.h"
#include "control-plane/rules/typed_rules.h"
#include "control-plane/rules/workload_validation.h"

namespace podium {
namespace {

// A job's name is the cron job's with "-" and ten digits behind, and shall fit a label of 63.
constexpr std::size_t kMaxName = 52;

bool complete(const CronJobSpec& spec) {
  return !spec.concurrency_policy.empty() && spec.suspend && spec.successful_jobs_history_limit &&
         spec.failed_jobs_history_limit;
}

void set_defaults(CronJob& job) {
  if (!complete(job.spec.value())) {
    CronJobSpec& spec = job.spec.edit();
    if (spec.concurrency_policy.empty()) spec.concurrency_policy = "Allow";
    if (!spec.suspend) spec.suspend = false;
    if (!spec.successful_jobs_history_limit) spec.successful_jobs_history_limit = 3;
    if (!spec.failed_jobs_history_limit) spec.failed_jobs_history_limit = 1;
  }
  Box<JobSpec> template_ = job.spec->job_template.value().spec;
  default_template_of(template_);
  if (!template_.same_as(job.spec->job_template.value().spec))
    job.spec.edit().job_template.edit().spec = std::move(template_);
}

void check_schedule(const CronJobSpec& spec, FieldErrors& errors) {
  const Text& schedule = spec.schedule;
  if (schedule.empty()) return errors.push_back(required("spec.schedule"));
  std::string fault;
  CronSchedule::parse(schedule, fault);
  if (!fault.empty()) errors.push_back(invalid_text("spec.schedule", schedule, fault));
  if (schedule.view().find("TZ") != std::string_view::npos) {
    errors.push_back(invalid_text("spec.schedule", schedule,
                                  "cannot use TZ or CRON_TZ in schedule, use timeZone field instead"));
  }
}

void check_time_zone(const Text& zone, FieldErrors& errors) {
  if (zone.empty() || TimeZone::find(zone)) return;
  errors.push_back(invalid_text(
      "spec.timeZone", zone,
      zone == "Local" ? "timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones"
                      : "unknown time zone " + zone.str()));
}

void check_job_template(const JobSpec& spec, FieldErrors& errors) {
  const std::string field = "spec.jobTemplate.spec";
  check_job_spec(spec, field, errors);
  if (spec.selector)
    errors.push_back(
        invalid_value(field + ".selector", go_syntax(*spec.selector), "`selector` will be auto-generated"));
  if (spec.manual_selector.value_or(false))
    errors.push_back({"Unsupported value", "FieldValueNotSupported", field + ".manualSelector",
                      "Unsupported value: true: supported values: \"false\", \"nil\""});
}

void check(const CronJob& job, FieldErrors& errors) {
  const CronJobSpec& spec = job.spec.value();
  check_schedule(spec, errors);
  check_not_negative(spec.starting_deadline_seconds, "spec.startingDeadlineSeconds", errors);
  check_time_zone(spec.time_zone, errors);
  const Text& policy = spec.concurrency_policy;
  if (!(policy == "Allow") && !(policy == "Forbid") && !(policy == "Replace"))
    errors.push_back(not_supported("spec.concurrencyPolicy", policy, {"Allow", "Forbid", "Replace"}));
  check_job_template(spec.job_template.value().spec.value(), errors);
  check_not_negative(spec.successful_jobs_history_limit, "spec.successfulJobsHistoryLimit", errors);
  check_not_negative(spec.failed_jobs_history_limit, "spec.failedJobsHistoryLimit", errors);
  if (job.metadata.name.size() > kMaxName)
    errors.push_back(invalid_text("metadata.name", job.metadata.name, "must be no more than 52 characters"));
}

void anything_may_change(const CronJob&, const CronJob&, FieldErrors&) {}

}  // namespace

const Rules& cron_job_rules() {
  return workload_rules<CronJob, &set_defaults, &check, &anything_may_change>();
}

}  // namespace podium
