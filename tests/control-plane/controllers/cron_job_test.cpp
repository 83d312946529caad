// Rules quoted are those of the Kubernetes documentation of CronJobs and of its API, version 1.33.
#include "control-plane/controllers/cron_job.h"

#include <algorithm>

#include "control-plane/codec/time_text.h"
#include "control-plane/controllers/jobs/cron_texts.h"
#include "control-plane/controllers/jobs/cron_times.h"
#include "control-plane/controllers/pods/pod_state.h"
#include "tests/control-plane/controllers/support/job_rig.h"
#include "tests/support/catch.h"

namespace podium {

namespace {

// Virtual time begins at 2025-01-01T00:00:00Z, a Wednesday.
const Key kCron{"default", "tick"};

struct CronRig : JobRig {
  template <class F>
  void make(const char* schedule, F edit) {
    Ref<CronJob> cron = make_ref<CronJob>();
    cron->metadata.namespace_ = kCron.namespace_;
    cron->metadata.name = kCron.name;
    cron->spec.edit().schedule = schedule;
    cron->spec.edit().job_template.edit().spec.edit() = plain();
    edit(cron->spec.edit());
    made = cluster.ask(Verb::kCreate, cron).status;
  }
  void make(const char* schedule) {
    make(schedule, [](CronJobSpec&) {});
  }
  // To a moment after midnight of the first day.
  void until(Duration since_midnight) {
    const TimePoint target = TimePoint{Duration{1'735'689'600s}} + since_midnight;
    if (target > cluster.engine.now()) cluster.run(target - cluster.engine.now());
  }
  CronJobStatus cron() { return cluster.find<CronJob>(kCron)->status.value(); }
  bool heard(const std::string& event) { return told(event, "CronJob"); }
  // "tick-28928161 tick-28928162", by name.
  std::string jobs() {
    std::vector<std::string> names;
    cluster.store.each(Job::info(), {},
                       [&](const ObjectRef& job) { names.push_back(job->metadata.name.str()); });
    std::ranges::sort(names);
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : " ") + name;
    return text;
  }
  void end_jobs(int code) {
    all_exit(code);
    cluster.run(8s);
  }
  ApiStatus made;
};

// Minutes since the epoch at the start.
constexpr std::int64_t kStart = 28'928'160;
std::string tick(std::int64_t minute) { return "tick-" + std::to_string(kStart + minute); }

}  // namespace

TEST_CASE("A CronJob starts a job at each time of its schedule, named after its minute", "[cron]") {
  CronRig rig;
  rig.make("*/5 * * * *");
  REQUIRE(rig.made.ok());
  rig.until(4min + 59s);
  CHECK(rig.jobs().empty());
  rig.until(5min + 5s);
  REQUIRE(rig.jobs() == tick(5));
  const Ref<const Job> job = rig.cluster.find<Job>({"default", tick(5)});
  CHECK(job->metadata.controller()->kind == "CronJob");
  CHECK(job->metadata.annotations.get(controllers::kScheduledTime) == "2025-01-01T00:05:00Z");
  // "re-queued for the next schedule time + 100 ms"
  CHECK(job->metadata.creation_timestamp - (TimePoint{Duration{1'735'689'600s}} + 5min) < 1s);
  CHECK(rig.heard("SuccessfulCreate: Created job " + tick(5)));
  CHECK(format_time(rig.cron().last_schedule_time) == "2025-01-01T00:05:00Z");
  REQUIRE(rig.cron().active.size() == 1);
  CHECK(rig.cron().active[0].name == tick(5));

  rig.end_jobs(0);
  CHECK(rig.heard("SawCompletedJob: Saw completed job: " + tick(5) + ", condition: Complete"));
  CHECK(rig.cron().active.empty());
  CHECK(rig.cron().last_successful_time ==
        rig.cluster.find<Job>({"default", tick(5)})->status->completion_time);
  rig.until(10min + 5s);
  CHECK(rig.jobs() == tick(5) + " " + tick(10));
}

TEST_CASE("A schedule follows the clocks of its time zone", "[cron]") {
  CronRig rig;
  // Midnight in New York is five o'clock in UTC, in winter.
  rig.make("0 0 * * *", [](CronJobSpec& spec) { spec.time_zone = "America/New_York"; });
  REQUIRE(rig.made.ok());
  rig.until(4h + 59min);
  CHECK(rig.jobs().empty());
  rig.until(5h + 5s);
  REQUIRE(rig.jobs() == tick(300));
  CHECK(
      rig.cluster.find<Job>({"default", tick(300)})->metadata.annotations.get(controllers::kScheduledTime) ==
      "2025-01-01T00:00:00-05:00");
}

TEST_CASE("concurrencyPolicy Forbid lets a running job finish, and then starts the latest missed one",
          "[cron]") {
  CronRig rig;
  rig.make("* * * * *", [](CronJobSpec& spec) { spec.concurrency_policy = "Forbid"; });
  rig.until(3min + 30s);
  CHECK(rig.jobs() == tick(1));
  CHECK(
      rig.heard("JobAlreadyActive: Not starting job because prior execution is running and concurrency "
                "policy is Forbid"));
  rig.end_jobs(0);
  CHECK(rig.jobs() == tick(1) + " " + tick(3));
}

TEST_CASE("concurrencyPolicy Replace stops the running job", "[cron]") {
  CronRig rig;
  rig.make("* * * * *", [](CronJobSpec& spec) { spec.concurrency_policy = "Replace"; });
  rig.until(2min + 20s);
  CHECK(rig.jobs() == tick(2));
  CHECK(rig.heard("SuccessfulDelete: Deleted job " + tick(1)));
  REQUIRE(rig.cron().active.size() == 1);
  CHECK(rig.cron().active[0].name == tick(2));
  CHECK(rig.running().size() == 1);
  CHECK_FALSE(rig.heard("MissingJob: Active job went missing: " + tick(1)));
}

TEST_CASE("concurrencyPolicy Allow, the default, runs jobs side by side", "[cron]") {
  CronRig rig;
  rig.make("* * * * *");
  rig.until(3min + 10s);
  CHECK(rig.cron().active.size() == 3);
  CHECK(rig.running().size() == 3);
}

TEST_CASE("A suspended CronJob starts nothing; resumed, it starts the latest run that it missed", "[cron]") {
  CronRig rig;
  rig.make("* * * * *", [](CronJobSpec& spec) { spec.suspend = true; });
  rig.until(5min + 30s);
  CHECK(rig.jobs().empty());
  rig.cluster.edit<CronJob>(kCron, [](CronJob& cron) { cron.spec.edit().suspend = false; });
  rig.cluster.run(5s);
  CHECK(rig.jobs() == tick(5));
}

TEST_CASE("Only so many finished jobs are kept: three that succeeded and one that failed", "[cron]") {
  CronRig rig;
  rig.make("* * * * *", [](CronJobSpec& spec) { spec.job_template.edit().spec.edit().backoff_limit = 0; });
  for (int minute = 1; minute <= 6; ++minute) {
    rig.until(std::chrono::minutes(minute) + 10s);
    rig.end_jobs(minute % 3 == 0 ? 1 : 0);  // the third and the sixth fail
  }
  CHECK(rig.jobs() == tick(2) + " " + tick(4) + " " + tick(5) + " " + tick(6));
  CHECK(rig.heard("SuccessfulDelete: Deleted job " + tick(1)));
  CHECK(rig.heard("SawCompletedJob: Saw completed job: " + tick(6) + ", condition: Failed"));
}

TEST_CASE("A run is not started after its startingDeadlineSeconds", "[cron]") {
  CronRig rig;
  rig.make("0 * * * *", [](CronJobSpec& spec) { spec.starting_deadline_seconds = 120; });
  const bool in_time = GENERATE(true, false);
  rig.until(30min);
  rig.cluster.kill_manager();
  rig.until(in_time ? 1h + 1min : 1h + 3min);
  rig.cluster.start_manager();
  rig.cluster.run(20s);
  CHECK(rig.jobs() == (in_time ? tick(60) : ""));
}

TEST_CASE("Of runs missed while no controller ran only the latest is made up for", "[cron]") {
  CronRig rig;
  rig.make("* * * * *");
  rig.until(1min + 10s);
  rig.end_jobs(0);
  rig.cluster.kill_manager();
  const bool many = GENERATE(false, true);
  const int back = many ? 150 : 50;
  rig.until(std::chrono::minutes(back) + 20s);
  rig.cluster.start_manager();
  rig.cluster.run(20s);
  CHECK(rig.jobs() == tick(1) + " " + tick(back));
  // "more than 100 missed start times": it says so, and starts nevertheless.
  CHECK(rig.heard("TooManyMissedTimes: too many missed start times. Set or decrease "
                  ".spec.startingDeadlineSeconds or check clock skew") == many);
}

TEST_CASE("A CronJob tells of jobs that vanished and of those that it did not start", "[cron]") {
  CronRig rig;
  rig.make("0 * * * *");
  rig.until(1h + 10s);
  REQUIRE(rig.jobs() == tick(60));
  rig.cluster.remove(Job::info(), {"default", tick(60)});
  rig.cluster.run(5s);
  CHECK(rig.heard("MissingJob: Active job went missing: " + tick(60)));
  CHECK(rig.cron().active.empty());

  // As `kubectl create job by-hand --from=cronjob/tick` does.
  Ref<Job> by_hand = make_ref<Job>();
  by_hand->metadata.namespace_ = "default";
  by_hand->metadata.name = "by-hand";
  by_hand->metadata.annotations.set("cronjob.kubernetes.io/instantiate", "manual");
  by_hand->metadata.owner_references = {controller_reference(*rig.cluster.find<CronJob>(kCron))};
  by_hand->spec.edit() = CronRig::plain();
  REQUIRE(rig.cluster.ask(Verb::kCreate, by_hand).status.ok());
  rig.cluster.run(5s);
  CHECK(rig.heard("UnexpectedJob: Saw a job that the controller did not create or forgot: by-hand"));
  CHECK(rig.cron().active.empty());
  // It counts as a success of the CronJob all the same, and in its history.
  rig.end_jobs(0);
  CHECK(rig.cron().last_successful_time != TimePoint{});
}

TEST_CASE("Deleting a CronJob takes its jobs and their pods along", "[cron]") {
  CronRig rig;
  rig.make("* * * * *");
  rig.until(2min + 10s);
  REQUIRE(rig.running().size() == 2);
  rig.cluster.remove(CronJob::info(), kCron);
  rig.cluster.run(10s);
  CHECK(rig.jobs().empty());
  CHECK(rig.cluster.pods().empty());
}

// "There are certain cases where the interval between schedules is not even": the count of missed times is a
// guess from the first interval, and what the guess jumps over is not made up for.
TEST_CASE("Uneven schedules are due at the latest time that a guess from their first interval finds",
          "[cron]") {
  Ref<CronJob> cron = make_ref<CronJob>();
  cron->metadata.creation_timestamp = TimePoint{Duration{1'735'689'600s}};  // a Wednesday
  cron->spec.edit().schedule = "30 6-16/4 * * 1-5";
  std::string fault;
  const CronSchedule schedule = CronSchedule::parse("30 6-16/4 * * 1-5", fault);
  REQUIRE(fault.empty());
  const auto at = [](const char* text) { return *parse_time(text); };
  const auto times = [&](const char* now) {
    return controllers::cron_times(*cron, schedule, TimeZone::utc(), at(now), 100ms);
  };
  CHECK(times("2025-01-01T06:29:59Z").due == kForever);
  CHECK(times("2025-01-01T06:29:59Z").next == at("2025-01-01T06:30:00.1Z"));
  CHECK(times("2025-01-01T10:45:00Z").due == at("2025-01-01T10:30:00Z"));
  CHECK(times("2025-01-03T07:00:00Z").due == at("2025-01-03T06:30:00Z"));
  CHECK(times("2025-01-05T12:00:00Z").due == kForever);  // a Sunday
  CHECK(times("2025-01-05T12:00:00Z").next == at("2025-01-06T06:30:00.1Z"));
}

TEST_CASE("A job that is over is deleted after its ttlSecondsAfterFinished, with its pods", "[ttl]") {
  JobRig rig;
  const int code = GENERATE(0, 1);
  rig.create([](JobSpec& spec) {
    spec.backoff_limit = 0;
    spec.ttl_seconds_after_finished = 60;
  });
  rig.cluster.run(2min);
  REQUIRE(rig.job());  // it counts from the end
  rig.all_exit(code);
  rig.cluster.run(55s);
  REQUIRE(rig.job());
  CHECK_FALSE(rig.reason(code == 0 ? "Complete" : "Failed").empty());
  rig.cluster.run(15s);
  CHECK_FALSE(rig.job());
  CHECK(rig.cluster.pods().empty());
}

TEST_CASE("A ttl may be set, or made longer, after the job has ended; zero deletes at once", "[ttl]") {
  JobRig rig;
  rig.create([](JobSpec& spec) { spec.ttl_seconds_after_finished = 30; });
  rig.all_exit(0);
  rig.cluster.run(10s);
  rig.cluster.edit<Job>(JobRig::kJob, [](Job& job) { job.spec.edit().ttl_seconds_after_finished = 300; });
  rig.cluster.run(60s);
  REQUIRE(rig.job());
  rig.cluster.edit<Job>(JobRig::kJob, [](Job& job) { job.spec.edit().ttl_seconds_after_finished = 0; });
  rig.cluster.run(5s);
  CHECK_FALSE(rig.job());
}

}  // namespace podium
