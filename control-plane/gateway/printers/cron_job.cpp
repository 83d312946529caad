// CronJobs as `kubectl get cronjobs` shows them.
#include "control-plane/objects/kinds/cron_job.h"

#include "control-plane/gateway/age.h"
#include "control-plane/gateway/printers/workloads.h"

namespace podium {
namespace {

std::string yes_or_no(std::optional<bool> value) { return !value ? "<unset>" : *value ? "True" : "False"; }

std::vector<Cell> row(const Object& object, TimePoint now) {
  const auto& job = static_cast<const CronJob&>(object);
  const CronJobSpec& spec = job.spec.value();
  const CronJobStatus& status = job.status.value();
  const JobSpec& jobs = spec.job_template.value().spec.value();
  const TimePoint last = status.last_schedule_time;
  return workload_cells(
      {job.metadata.name.str(), spec.schedule.str(), or_none(spec.time_zone.str()), yes_or_no(spec.suspend),
       static_cast<std::int64_t>(status.active.size()), last == TimePoint{} ? "<none>" : age(last, now),
       age(job.metadata.creation_timestamp, now)},
      jobs.template_, selector_text(jobs.selector.get()));
}

}  // namespace

Printer cron_job_printer() {
  return {&CronJob::info(),
          workload_columns({{"Name", "string", "name"},
                            {"Schedule"},
                            {"Timezone"},
                            {"Suspend", "boolean"},
                            {"Active", "integer"},
                            {"Last Schedule"},
                            {"Age"}}),
          &row};
}

}  // namespace podium
