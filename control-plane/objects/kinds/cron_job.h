// Jobs by the clock.
#pragma once

#include "control-plane/objects/kinds/endpoint_slice.h"
#include "control-plane/objects/kinds/job.h"

namespace podium {

struct JobTemplateSpec {
  Box<ObjectMeta> metadata;
  Box<JobSpec> spec;

  bool operator==(const JobTemplateSpec&) const = default;
  static const Type& type();
};

struct CronJobSpec {
  Text schedule;            // as rules/cron_schedule.h reads it
  Text time_zone;           // an IANA name
  Text concurrency_policy;  // Allow, Forbid, Replace
  std::optional<std::int64_t> starting_deadline_seconds;
  std::optional<bool> suspend;
  Box<JobTemplateSpec> job_template;
  std::optional<std::int32_t> successful_jobs_history_limit, failed_jobs_history_limit;
  Tree rest;

  bool operator==(const CronJobSpec&) const = default;
  static const Type& type();
};

struct CronJobStatus {
  List<ObjectReference> active;
  TimePoint last_schedule_time{}, last_successful_time{};
  Tree rest;

  bool operator==(const CronJobStatus&) const = default;
  static const Type& type();
};

struct CronJob : Object {
  CronJob() : Object(info()) {}
  Box<CronJobSpec> spec;
  Box<CronJobStatus> status;
  Tree rest;

  bool operator==(const CronJob&) const = default;
  static const Type& type();
  static const KindInfo& info();
};

}  // namespace podium
