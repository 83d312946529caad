#include "control-plane/objects/kinds/cron_job.h"

namespace podium {

const Type& JobTemplateSpec::type() {
  using T = JobTemplateSpec;
  static const Type t = struct_type<T>(
      "JobTemplateSpec", {field("metadata", &T::metadata, kAlways), field("spec", &T::spec, kAlways)});
  return t;
}

const Type& CronJobSpec::type() {
  using T = CronJobSpec;
  static const Type t =
      struct_type<T>("CronJobSpec",
                     {field("schedule", &T::schedule, kAlways), field("timeZone", &T::time_zone),
                      field("startingDeadlineSeconds", &T::starting_deadline_seconds),
                      field("concurrencyPolicy", &T::concurrency_policy), field("suspend", &T::suspend),
                      field("jobTemplate", &T::job_template, kAlways),
                      field("successfulJobsHistoryLimit", &T::successful_jobs_history_limit),
                      field("failedJobsHistoryLimit", &T::failed_jobs_history_limit)},
                     &T::rest);
  return t;
}

const Type& CronJobStatus::type() {
  using T = CronJobStatus;
  static const Type t =
      struct_type<T>("CronJobStatus",
                     {field("active", &T::active), field("lastScheduleTime", &T::last_schedule_time),
                      field("lastSuccessfulTime", &T::last_successful_time)},
                     &T::rest);
  return t;
}

const Type& CronJob::type() {
  using T = CronJob;
  static const Type t = struct_type<T>(
      "CronJob", {field("spec", &T::spec, kAlways), field("status", &T::status, kAlways)}, &T::rest);
  return t;
}

const KindInfo& cron_job_kind() {
  static const KindInfo kind =
      make_kind<CronJob>(kind_index("cron_job"), "batch", "v1", "CronJob", "cronjobs", true, true);
  return kind;
}

const KindInfo& CronJob::info() { return cron_job_kind(); }

}  // namespace podium
