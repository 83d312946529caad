#include "control-plane/controllers/jobs/cron_books.h"

#include <algorithm>

#include "control-plane/codec/time_text.h"
#include "control-plane/controllers/jobs/cron_texts.h"
#include "control-plane/controllers/jobs/verdict.h"
#include "control-plane/objects/object_reference.h"

namespace podium::controllers {

namespace {

bool is_of(const ObjectReference& reference, const Job& job) { return reference.uid == job.metadata.uid; }

// The time of the schedule that the job was started for; not set if something else started it.
TimePoint scheduled_time(const CronJob& cron_job, const Job& job) {
  const std::optional<TimePoint> at = parse_time(job.metadata.annotations.get(kScheduledTime));
  return at && job.metadata.name == job_name(cron_job, *at) ? *at : TimePoint{};
}

class Books {
 public:
  Books(const CronJob& cron_job, Plan& plan)
      : cron_job_(cron_job), plan_(plan), status_(cron_job.status.value()) {}

  void look_at(const Job& job) {
    const auto same = [&job](const ObjectReference& active) { return is_of(active, job); };
    bool active = std::ranges::any_of(status_.active, same);
    // Its creation is known, but has not been written down yet.
    if (const TimePoint at = scheduled_time(cron_job_, job); at > status_.last_schedule_time) {
      status_.last_schedule_time = at;
      if (!active) status_.active.push_back(reference_to(job));
      active = true;
    }
    if (!is_finished(job)) {
      if (!active)
        note(true, "UnexpectedJob",
             "Saw a job that the controller did not create or forgot: " + job.metadata.name);
      return;
    }
    const bool complete = true_condition(job.status.value(), "Complete") != nullptr;
    if (active) {
      std::erase_if(status_.active.edit(), same);
      note(false, "SawCompletedJob",
           "Saw completed job: " + job.metadata.name + ", condition: " + (complete ? "Complete" : "Failed"));
    }
    if (complete)
      status_.last_successful_time =
          std::max(status_.last_successful_time, job.status.value().completion_time);
  }

  void drop_missing(const Jobs& jobs) {
    const List<ObjectReference> listed = status_.active;
    for (const ObjectReference& active : listed) {
      const auto same = [&active](const Ref<const Job>& job) { return is_of(active, *job); };
      if (std::ranges::any_of(jobs, same)) continue;
      note(false, "MissingJob", "Active job went missing: " + active.name);
      std::erase_if(status_.active.edit(), [&](const ObjectReference& a) { return a.uid == active.uid; });
    }
  }

  CronJobStatus result() {
    if (status_.active.empty()) status_.active.clear();
    return std::move(status_);
  }

 private:
  void note(bool warning, std::string_view reason, std::string message) {
    plan_.notes.push_back({ObjectRef::share(&cron_job_), warning, reason, std::move(message)});
  }

  const CronJob& cron_job_;
  Plan& plan_;
  CronJobStatus status_;
};

void take_oldest(Jobs jobs, std::int32_t limit, Jobs& taken) {
  const auto surplus = static_cast<std::ptrdiff_t>(jobs.size()) - limit;
  if (surplus <= 0) return;
  std::ranges::sort(jobs, [](const Ref<const Job>& a, const Ref<const Job>& b) {
    const TimePoint a_start = a->status.value().start_time, b_start = b->status.value().start_time;
    return a_start != b_start ? a_start < b_start : a->metadata.name < b->metadata.name;
  });
  taken.insert(taken.end(), jobs.begin(), jobs.begin() + surplus);
}

}  // namespace

CronJobStatus book_jobs(const CronJob& cron_job, const Jobs& jobs, Plan& plan) {
  Books books(cron_job, plan);
  Jobs in_order = jobs;
  std::ranges::sort(in_order, [](const Ref<const Job>& a, const Ref<const Job>& b) {
    return a->metadata.name < b->metadata.name;
  });
  for (const Ref<const Job>& job : in_order) books.look_at(*job);
  books.drop_missing(jobs);
  return books.result();
}

Jobs outlived_jobs(const CronJobSpec& spec, const Jobs& jobs) {
  Jobs complete, failed, taken;
  for (const Ref<const Job>& job : jobs) {
    if (job->metadata.deleting() || !is_finished(*job)) continue;
    (true_condition(job->status.value(), "Complete") != nullptr ? complete : failed).push_back(job);
  }
  if (spec.successful_jobs_history_limit)
    take_oldest(std::move(complete), *spec.successful_jobs_history_limit, taken);
  if (spec.failed_jobs_history_limit) take_oldest(std::move(failed), *spec.failed_jobs_history_limit, taken);
  return taken;
}

}  // namespace podium::controllers
