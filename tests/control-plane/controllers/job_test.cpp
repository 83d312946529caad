// Rules quoted are those of the Kubernetes documentation of Jobs and of its API, version 1.33.
#include "control-plane/controllers/job.h"

#include <algorithm>

#include "control-plane/controllers/pods/pod_state.h"
#include "tests/control-plane/controllers/support/job_rig.h"
#include "tests/support/catch.h"

namespace podium {

namespace {

constexpr const char* kTracking = "batch.kubernetes.io/job-tracking";

bool tracked(const Pod& pod) {
  return std::ranges::any_of(pod.metadata.finalizers, [](const Text& name) { return name == kTracking; });
}

int tracked_pods(JobRig& rig) {
  const std::vector<Ref<const Pod>> pods = rig.cluster.pods();
  return static_cast<int>(std::ranges::count_if(pods, [](const Ref<const Pod>& p) { return tracked(*p); }));
}

}  // namespace

TEST_CASE("A job runs its pods until so many have succeeded, parallelism at a time", "[job]") {
  JobRig rig;
  rig.create([](JobSpec& spec) {
    spec.completions = 3;
    spec.parallelism = 2;
  });
  REQUIRE(rig.running().size() == 2);
  const Pod pod = *rig.running()[0];
  CHECK(pod.metadata.name.view().starts_with("work-"));
  CHECK(pod.metadata.labels.get("job-name") == "work");
  CHECK(pod.metadata.labels.get("batch.kubernetes.io/job-name") == "work");
  CHECK(pod.metadata.labels.get("controller-uid") == rig.job()->metadata.uid);
  CHECK(pod.metadata.controller()->kind == "Job");
  CHECK(tracked(pod));
  CHECK(rig.status().active == 2);
  CHECK(rig.status().ready == 2);
  CHECK(rig.status().start_time - rig.job()->metadata.creation_timestamp < 1s);
  CHECK(rig.told("SuccessfulCreate: Created pod: " + pod.metadata.name.str()));

  // "Never more than remaining completions": two of three are done, one runs.
  rig.all_exit(0);
  rig.cluster.run(5s);
  CHECK(rig.running().size() == 1);
  CHECK(rig.status().succeeded == 2);
  rig.all_exit(0);
  rig.cluster.run(5s);
  CHECK(rig.status().succeeded == 3);
  CHECK(rig.status().active == 0);
  CHECK(rig.reason("SuccessCriteriaMet") == "CompletionsReached");
  CHECK(rig.reason("Complete") == "CompletionsReached");
  CHECK(find_condition(rig.status().conditions, "Complete")->message ==
        "Reached expected number of succeeded pods");
  CHECK(rig.status().completion_time > rig.status().start_time);
  CHECK(rig.told("Completed: Job completed"));
  CHECK(tracked_pods(rig) == 0);
  CHECK(rig.cluster.pods().size() == 3);  // they stay, to be looked at
}

TEST_CASE("Without a number of completions one success ends a job when the other pods have ended", "[job]") {
  JobRig rig;
  rig.create([](JobSpec& spec) { spec.parallelism = 3; });
  REQUIRE(rig.running().size() == 3);
  rig.exits(*rig.running()[0], 0);
  rig.cluster.run(5s);
  // "Once any Pod has exited with success, no other Pod should still be doing any work": none is added.
  CHECK(rig.running().size() == 2);
  CHECK(rig.reason("Complete").empty());
  rig.exits(*rig.running()[0], 0);
  rig.exits(*rig.running()[0], 1);
  rig.cluster.run(5s);
  CHECK(rig.reason("Complete") == "CompletionsReached");
  CHECK(rig.status().succeeded == 2);
  CHECK(rig.status().failed == 1);
}

TEST_CASE("Failed pods are replaced 10, 20, 40 and at most 600 s after they failed, until the limit",
          "[job]") {
  JobRig rig;
  rig.create([](JobSpec& spec) { spec.backoff_limit = 8; });
  for (const Duration wait : {10s, 20s, 40s, 80s, 160s, 320s, 600s, 600s}) {
    REQUIRE(rig.running().size() == 1);
    rig.all_exit(1);
    rig.cluster.run(wait - 1s);
    CHECK(rig.running().empty());
    rig.cluster.run(4s);  // and is ready
    CHECK(rig.running().size() == 1);
  }
  CHECK(rig.status().failed == 8);
  rig.all_exit(1);
  rig.cluster.run(5s);
  CHECK(rig.status().failed == 9);
  CHECK(rig.reason("FailureTarget") == "BackoffLimitExceeded");
  CHECK(rig.reason("Failed") == "BackoffLimitExceeded");
  CHECK(rig.told("BackoffLimitExceeded: Job has reached the specified backoff limit"));
  rig.cluster.run(20min);
  CHECK(rig.running().empty());
}

TEST_CASE("A success resets the back-off", "[job]") {
  JobRig rig;
  rig.create([](JobSpec& spec) { spec.completions = 5; });
  rig.all_exit(1);
  rig.cluster.run(11s);
  rig.all_exit(1);
  rig.cluster.run(21s);
  rig.all_exit(0);
  rig.cluster.run(3s);
  rig.all_exit(1);  // the next wait would be 40 s
  rig.cluster.run(11s);
  CHECK(rig.running().size() == 1);
}

TEST_CASE("Restarts in place count against the limit where the policy is OnFailure", "[job]") {
  JobRig rig;
  rig.create([](JobSpec& spec) {
    spec.backoff_limit = 3;
    spec.template_.edit().spec.edit().restart_policy = "OnFailure";
  });
  const auto restart = [&](int count) {
    Ref<Pod> pod = copy(*rig.running().at(0));
    ContainerStatus container;
    container.name = "main";
    container.restart_count = count;
    pod->status.edit().container_statuses = {container};
    rig.cluster.ask(Verb::kUpdate, pod, "status");
    rig.cluster.run(5s);
  };
  restart(2);
  CHECK(rig.reason("Failed").empty());
  restart(3);
  CHECK(rig.reason("Failed") == "BackoffLimitExceeded");
  CHECK(rig.running().empty());
}

TEST_CASE("A job that is active for too long has failed, and its pods are deleted", "[job]") {
  JobRig rig;
  rig.create([](JobSpec& spec) {
    spec.active_deadline_seconds = 30;
    spec.parallelism = 2;
    spec.completions = 2;
  });
  rig.cluster.run(24s);
  CHECK(rig.reason("FailureTarget").empty());
  rig.cluster.run(1500ms);
  CHECK(rig.reason("FailureTarget") == "DeadlineExceeded");
  // "the terminal condition only when all pods are terminated".
  CHECK(rig.reason("Failed").empty());
  CHECK(rig.status().terminating == 2);
  rig.cluster.run(5s);
  CHECK(rig.reason("Failed") == "DeadlineExceeded");
  CHECK(rig.cluster.pods().empty());
  CHECK(rig.status().failed == 2);
  CHECK(rig.status().terminating == 0);
  CHECK(rig.told("DeadlineExceeded: Job was active longer than specified deadline"));
}

TEST_CASE("A suspended job has no pods, and its deadline counts from when it is resumed", "[job]") {
  JobRig rig;
  rig.create([](JobSpec& spec) {
    spec.suspend = true;
    spec.active_deadline_seconds = 60;
  });
  CHECK(rig.cluster.pods().empty());
  CHECK(rig.status().start_time == TimePoint{});
  CHECK(rig.reason("Suspended") == "JobSuspended");
  CHECK(rig.told("Suspended: Job suspended"));
  rig.cluster.run(2min);
  const auto suspend = [&](bool yes) {
    rig.cluster.edit<Job>(rig.kJob, [yes](Job& job) { job.spec.edit().suspend = yes; });
    rig.cluster.run(5s);
  };
  suspend(false);
  CHECK(rig.running().size() == 1);
  CHECK(rig.told("Resumed: Job resumed"));
  CHECK(find_condition(rig.status().conditions, "Suspended")->reason == "JobResumed");
  CHECK(rig.cluster.engine.now() - rig.status().start_time < 6s);
  suspend(true);
  CHECK(rig.running().empty());
  CHECK(rig.status().active == 0);
  // A pod that was deleted counts as failed: it is replaced 10 s later.
  rig.cluster.run(10s);
  suspend(false);
  CHECK(rig.running().size() == 1);
}

TEST_CASE("A job adopts orphans that match, and lets go of what no longer does", "[job]") {
  JobRig rig;
  rig.create([](JobSpec& spec) {
    spec.manual_selector = true;
    spec.selector.edit().match_labels.set("app", "work");
    spec.template_.edit().metadata.edit().labels.set("app", "work");
  });
  REQUIRE(rig.running().size() == 1);
  const Key key = key_of(*rig.running()[0]);
  rig.cluster.edit<Pod>(key, [](Pod& pod) { pod.metadata.labels.set("app", "other"); });
  rig.cluster.run(5s);
  const Ref<const Pod> released = rig.cluster.find<Pod>(key);
  CHECK(released->metadata.owner_references.empty());
  CHECK_FALSE(tracked(*released));
  REQUIRE(rig.running().size() == 2);  // and has a successor
  rig.cluster.edit<Pod>(key, [](Pod& pod) { pod.metadata.labels.set("app", "work"); });
  rig.cluster.run(5s);
  // Two are one too many. Whichever went: those of the job are tracked.
  REQUIRE(rig.running().size() == 1);
  CHECK(rig.running()[0]->metadata.controller()->uid == rig.job()->metadata.uid);
  CHECK(tracked(*rig.running()[0]));
}

TEST_CASE("Pods of a deleted job are let go, with it or without their owner", "[job]") {
  JobRig rig;
  rig.create([](JobSpec&) {});
  const Propagation how = GENERATE(Propagation::kBackground, Propagation::kForeground, Propagation::kOrphan);
  REQUIRE(rig.cluster.remove(Job::info(), rig.kJob, how).status.ok());
  rig.cluster.run(30s);
  CHECK_FALSE(rig.job());
  CHECK(rig.cluster.pods().size() == (how == Propagation::kOrphan ? 1 : 0));
  CHECK(tracked_pods(rig) == 0);
}

TEST_CASE("Pods are counted once though the controller manager dies in between", "[job]") {
  JobRig rig;
  rig.create([](JobSpec& spec) {
    spec.completions = 40;
    spec.parallelism = 20;
    spec.backoff_limit = 100;
  });
  for (int round = 0; round < 12 && rig.reason("Complete").empty(); ++round) {
    int number = 0;
    for (const Ref<const Pod>& pod : rig.running()) rig.exits(*pod, ++number % 4 == 0 ? 1 : 0);
    rig.cluster.run(1002ms + round * 1ms);  // in the midst of statuses and finalizers
    rig.cluster.kill_manager();
    rig.cluster.start_manager();
    rig.cluster.run(25s);
  }
  CHECK(rig.reason("Complete") == "CompletionsReached");
  int succeeded = 0, failed = 0;
  for (const Ref<const Pod>& pod : rig.cluster.pods())
    ++(pod->status.value().phase == "Succeeded" ? succeeded : failed);
  CHECK(succeeded == 40);
  CHECK(rig.status().succeeded == 40);
  CHECK(rig.status().failed == failed);
  CHECK(tracked_pods(rig) == 0);
}

TEST_CASE("A job of somebody else's controller is left alone", "[job]") {
  JobRig rig;
  rig.create([](JobSpec& spec) { spec.managed_by = "example.com/queue"; });
  CHECK(rig.created.ok());
  CHECK(rig.cluster.pods().empty());
  CHECK(rig.status() == JobStatus());
}

}  // namespace podium
