// Starts Jobs by the clock.
#include "control-plane/controllers/cron_job.h"

#include <algorithm>

#include "control-plane/controllers/framework/controller.h"
#include "control-plane/controllers/jobs/cron_books.h"
#include "control-plane/controllers/jobs/cron_texts.h"
#include "control-plane/controllers/jobs/cron_times.h"
#include "control-plane/controllers/pods/pod_state.h"

namespace podium::controllers {

namespace {

const Index kJobsByController{&Job::info, &controller_uid};

Ref<const Job> job_from_template(const CronJob& cron_job, TimePoint scheduled, TimeZone zone) {
  Ref<Job> job = make_ref<Job>();
  const JobTemplateSpec& model = cron_job.spec.value().job_template.value();
  job->metadata.labels = model.metadata.value().labels;
  job->metadata.annotations = model.metadata.value().annotations;
  job->metadata.annotations.set(kScheduledTime, zoned_time(scheduled, zone));
  job->metadata.namespace_ = cron_job.metadata.namespace_;
  job->metadata.name = job_name(cron_job, scheduled);
  job->metadata.owner_references = {controller_reference(cron_job)};
  job->spec = model.spec;
  return job;
}

Action give_up(const CronJob& cron_job, const Job& job) {
  return remove(job, Propagation::kBackground)
      .telling(ObjectRef::share(&cron_job), {"SuccessfulDelete", "Deleted job ", true},
               {"FailedDelete", "Deleted job: ", true});
}

// One look at one CronJob.
class Turnout {
 public:
  Turnout(const Snapshot& snapshot, const CronJob& cron_job, CronJobStatus status,
          const CronJobOptions& options, TimePoint now, Plan& plan)
      : snapshot_(snapshot),
        cron_job_(cron_job),
        spec_(cron_job.spec.value()),
        status_(std::move(status)),
        options_(options),
        now_(now),
        plan_(plan) {}

  void start_what_is_due() {
    if (cron_job_.metadata.deleting()) return;
    const std::optional<TimeZone> zone =
        spec_.time_zone.empty() ? TimeZone::utc() : TimeZone::find(spec_.time_zone);
    const std::string name = spec_.time_zone.str();
    if (!zone)
      return warn("UnknownTimeZone", "invalid timeZone: \"" + name + "\": unknown time zone " + name);
    if (spec_.suspend.value_or(false)) return;
    std::string fault;
    const CronSchedule schedule = CronSchedule::parse(spec_.schedule, fault);
    if (!fault.empty())
      return warn("UnparseableSchedule", "unparseable schedule: \"" + spec_.schedule + "\" : " + fault);
    const Ref<CronJob> booked = copy(cron_job_);
    booked->status = Box<CronJobStatus>(status_);
    const CronTimes times = cron_times(*booked, schedule, *zone, now_, options_.slack);
    plan_.wake_by(times.next);
    if (times.due == kForever) return;
    if (times.many_missed)
      warn("TooManyMissedTimes",
           "too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew");
    start(times.due, *zone);
  }

  void write_status() {
    if (status_ == cron_job_.status.value()) return;
    const Ref<CronJob> changed = copy(cron_job_);
    changed->status = Box<CronJobStatus>(std::move(status_));
    plan_.then(update_status(changed), true);
  }

 private:
  void start(TimePoint due, TimeZone zone) {
    // It has begun, or its name is somebody else's.
    const Key key{cron_job_.metadata.namespace_, job_name(cron_job_, due)};
    if (status_.last_schedule_time == due || snapshot_.find<Job>(key)) return;
    if (spec_.concurrency_policy == "Forbid" && !status_.active.empty()) {
      plan_.notes.push_back(
          {about(), false, "JobAlreadyActive",
           "Not starting job because prior execution is running and concurrency policy is Forbid"});
      return;
    }
    if (spec_.concurrency_policy == "Replace") stop_active();
    plan_.then(create(job_from_template(cron_job_, due, zone))
                   .telling(about(), {"SuccessfulCreate", "Created job ", true},
                            {"FailedCreate", "Error creating job: ", true}));
  }

  void stop_active() {
    Step step;
    for (const ObjectReference& active : status_.active) {
      const Ref<const Job> job = snapshot_.find<Job>(Key{active.namespace_, active.name});
      if (job && job->metadata.uid == active.uid) step.actions.push_back(give_up(cron_job_, *job));
    }
    status_.active.clear();
    if (!step.actions.empty()) plan_.steps.push_back(std::move(step));
  }

  ObjectRef about() const { return ObjectRef::share(&cron_job_); }
  void warn(std::string_view reason, std::string message) {
    plan_.notes.push_back({about(), true, reason, std::move(message)});
  }

  const Snapshot& snapshot_;
  const CronJob& cron_job_;
  const CronJobSpec& spec_;
  CronJobStatus status_;
  const CronJobOptions& options_;
  TimePoint now_;
  Plan& plan_;
};

class CronJobController final : public Controller {
 public:
  explicit CronJobController(CronJobOptions options) : options_(options) {}

  std::string_view name() const override { return "cronjob-controller"; }
  std::vector<const KindInfo*> watches() const override { return {&CronJob::info(), &Job::info()}; }
  std::vector<const Index*> indexes() const override { return {&kJobsByController}; }
  int workers() const override { return options_.workers; }

  void observe(const Snapshot&, const Change& change, TimePoint, Wake& wake) override {
    if (change.of(CronJob::info())) return wake.now(key_of(change.latest()));
    for (const Object* job : {change.after, change.before}) {
      const OwnerReference* owner = job == nullptr ? nullptr : job->metadata.controller();
      if (owner != nullptr && owner->kind == "CronJob") wake.now(Key{job->metadata.namespace_, owner->name});
    }
  }

  Plan reconcile(const Snapshot& snapshot, const Key& root, const Turn& turn) const override {
    Plan plan;
    const Ref<const CronJob> cron_job = snapshot.find<CronJob>(root);
    if (!cron_job || !cron_job->spec) return plan;
    const Jobs jobs = snapshot.indexed<Job>(kJobsByController, cron_job->metadata.uid);
    Turnout turnout(snapshot, *cron_job, book_jobs(*cron_job, jobs, plan), options_, turn.now, plan);
    turnout.start_what_is_due();
    Step history;
    for (const Ref<const Job>& job : outlived_jobs(*cron_job->spec, jobs))
      history.actions.push_back(give_up(*cron_job, *job));
    if (!history.actions.empty()) plan.steps.push_back(std::move(history));
    turnout.write_status();
    return plan;
  }

 private:
  CronJobOptions options_;
};

}  // namespace

std::unique_ptr<Controller> cron_job_controller(const Settings& settings) {
  return std::make_unique<CronJobController>(settings.get<CronJobOptions>());
}

}  // namespace podium::controllers
