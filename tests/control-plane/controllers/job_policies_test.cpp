// Indexes, and the rules that end a job, or an index, early.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "control-plane/controllers/jobs/index_set.h"
#include "tests/control-plane/controllers/support/job_rig.h"
#include "tests/support/catch.h"

namespace podium {

namespace {

void make_indexed(JobSpec& spec, int completions, int parallelism) {
  spec.completion_mode = "Indexed";
  spec.completions = completions;
  spec.parallelism = parallelism;
}

PodFailurePolicyRule on_exit(const char* action, int code) {
  PodFailurePolicyRule rule;
  rule.action = action;
  rule.on_exit_codes.edit().operator_ = "In";
  rule.on_exit_codes.edit().values = Tree(nlohmann::json::array({code}));
  return rule;
}

std::string index_of(const Pod& pod) {
  return pod.metadata.annotations.get("batch.kubernetes.io/job-completion-index").str();
}

// The running pod of that index.
Ref<const Pod> at(JobRig& rig, const std::string& index) {
  for (const Ref<const Pod>& pod : rig.running()) {
    if (index_of(*pod) == index) return pod;
  }
  return nullptr;
}

void exits(JobRig& rig, const std::string& index, int code) {
  const Ref<const Pod> pod = at(rig, index);
  REQUIRE(pod);
  rig.exits(*pod, code);
}

}  // namespace

TEST_CASE("Three and more indexes in a row are written with a hyphen", "[job]") {
  using controllers::IndexSet;
  IndexSet set = IndexSet::parse("1,3-5,7,x,9-", 8);
  CHECK(set.text() == "1,3-5,7");
  for (const int index : {0, 6, 7}) set.insert(index);
  CHECK(set.text() == "0,1,3-7");
  set.insert(2);
  CHECK(set.text() == "0-7");
  CHECK(set.size() == 8);
  CHECK((set.has(7) && !set.has(8)));
  CHECK(set.in_common(IndexSet::parse("6-20", 100)) == 2);
}

TEST_CASE("Pods of an indexed job know their index, and the lowest pending ones come first", "[job]") {
  JobRig rig;
  rig.create([](JobSpec& spec) { make_indexed(spec, 5, 2); });
  const Ref<const Pod> pod = at(rig, "1");
  REQUIRE(pod);
  CHECK(pod->metadata.name.view().starts_with("work-1-"));
  CHECK(pod->metadata.labels.get("batch.kubernetes.io/job-completion-index") == "1");
  CHECK(pod->spec->hostname == "work-1");
  const EnvVar& variable = pod->spec->containers[0].env[0];
  CHECK(variable.name == "JOB_COMPLETION_INDEX");
  CHECK(variable.value_from.json()["fieldRef"]["fieldPath"] ==
        "metadata.labels['batch.kubernetes.io/job-completion-index']");
  exits(rig, "1", 0);
  rig.cluster.run(5s);
  CHECK(rig.status().completed_indexes == "1");
  CHECK((at(rig, "0") && at(rig, "2") && rig.running().size() == 2));
  // A failed index is tried again, under the same number.
  exits(rig, "0", 1);
  rig.cluster.run(15s);
  REQUIRE(at(rig, "0"));
  for (const char* index : {"0", "2"}) exits(rig, index, 0);
  rig.cluster.run(5s);
  CHECK(rig.status().completed_indexes == "0-2");
  rig.all_exit(0);
  rig.cluster.run(5s);
  CHECK(rig.reason("Complete") == "CompletionsReached");
  CHECK(rig.status().completed_indexes == "0-4");
  CHECK(rig.status().succeeded == 5);
}

TEST_CASE("An indexed job may shrink and grow together with its parallelism", "[job]") {
  JobRig rig;
  rig.create([](JobSpec& spec) { make_indexed(spec, 4, 4); });
  const auto resize = [&](int size) {
    rig.cluster.edit<Job>(rig.kJob, [size](Job& job) {
      job.spec.edit().completions = size;
      job.spec.edit().parallelism = size;
    });
    rig.cluster.run(8s);
  };
  exits(rig, "3", 0);
  rig.cluster.run(5s);
  resize(2);
  CHECK(rig.running().size() == 2);
  CHECK((at(rig, "0") && at(rig, "1")));
  // "status.completedIndexes does not include indexes that are out of range".
  CHECK(rig.status().succeeded == 0);
  resize(4);
  CHECK(rig.running().size() == 4);
}

TEST_CASE("With a limit for each index the others go on when one has failed for good", "[job]") {
  JobRig rig;
  rig.create([](JobSpec& spec) {
    make_indexed(spec, 3, 3);
    spec.backoff_limit_per_index = 1;
  });
  CHECK(at(rig, "0")->metadata.annotations.get("batch.kubernetes.io/job-index-failure-count") == "0");
  exits(rig, "0", 1);
  rig.cluster.run(9s);
  CHECK_FALSE(at(rig, "0"));  // each index waits by itself
  rig.cluster.run(5s);
  REQUIRE(at(rig, "0"));
  CHECK(at(rig, "0")->metadata.annotations.get("batch.kubernetes.io/job-index-failure-count") == "1");
  exits(rig, "0", 1);
  rig.cluster.run(1min);
  CHECK_FALSE(at(rig, "0"));
  CHECK(rig.status().failed_indexes == "0");
  CHECK(rig.running().size() == 2);
  CHECK(rig.reason("FailureTarget").empty());
  rig.all_exit(0);
  rig.cluster.run(5s);
  // "marked failed once all indexes are processed".
  CHECK(rig.reason("Failed") == "FailedIndexes");
  CHECK(rig.told("FailedIndexes: Job has failed indexes"));
  CHECK(rig.status().succeeded == 2);
  CHECK(rig.status().failed == 2);
}

TEST_CASE("More failed indexes than maxFailedIndexes end the job at once", "[job]") {
  JobRig rig;
  rig.create([](JobSpec& spec) {
    make_indexed(spec, 4, 4);
    spec.backoff_limit_per_index = 0;
    spec.max_failed_indexes = 1;
  });
  exits(rig, "0", 1);
  rig.cluster.run(5s);
  CHECK(rig.running().size() == 3);
  exits(rig, "2", 1);
  rig.cluster.run(5s);
  CHECK(rig.running().empty());
  CHECK(rig.reason("Failed") == "MaxFailedIndexesExceeded");
  CHECK(rig.status().failed_indexes == "0,2");
}

TEST_CASE("The first rule of the failure policy that fits decides", "[job]") {
  JobRig rig;
  rig.create([](JobSpec& spec) {
    spec.backoff_limit = 1;
    PodFailurePolicyRule evicted;
    evicted.action = "Ignore";
    evicted.on_pod_conditions = {OnPodCondition{"DisruptionTarget", "True"}};
    spec.pod_failure_policy.edit().rules = {evicted, on_exit("FailJob", 42), on_exit("Count", 1)};
  });
  // Ignored: not counted, and replaced.
  for (int i = 0; i < 3; ++i) {
    Ref<Pod> pod = copy(*rig.running().at(0));
    Condition target;
    target.type_ = "DisruptionTarget";
    target.status = "True";
    set_condition(pod->status.edit().conditions, target, rig.cluster.engine.now());
    rig.cluster.ask(Verb::kUpdate, pod, "status");
    rig.exits(*pod, 42);
    rig.cluster.run(50s);
    CHECK(rig.status().failed == 0);
    REQUIRE(rig.running().size() == 1);
  }
  const std::string name = rig.running()[0]->metadata.name.str();
  rig.all_exit(42);
  rig.cluster.run(5s);
  CHECK(rig.reason("Failed") == "PodFailurePolicy");
  CHECK(find_condition(rig.status().conditions, "Failed")->message ==
        "Container main for pod default/" + name +
            " failed with exit code 42 matching FailJob rule at index 1");
  CHECK(rig.status().failed == 1);
}

TEST_CASE("FailIndex gives an index up whatever its limit", "[job]") {
  JobRig rig;
  rig.create([](JobSpec& spec) {
    make_indexed(spec, 2, 2);
    spec.backoff_limit_per_index = 5;
    spec.pod_failure_policy.edit().rules = {on_exit("FailIndex", 3)};
  });
  exits(rig, "1", 3);
  rig.cluster.run(1min);
  CHECK(rig.status().failed_indexes == "1");
  CHECK_FALSE(at(rig, "1"));
}

TEST_CASE("A success policy ends a job when the indexes that matter have succeeded", "[job]") {
  JobRig rig;
  rig.create([](JobSpec& spec) {
    make_indexed(spec, 5, 5);
    SuccessPolicyRule leader, some;
    leader.succeeded_indexes = "0";
    some.succeeded_indexes = "1-3";
    some.succeeded_count = 2;
    spec.success_policy.edit().rules = {leader, some};
  });
  exits(rig, "1", 0);
  exits(rig, "4", 0);
  rig.cluster.run(5s);
  CHECK(rig.reason("SuccessCriteriaMet").empty());
  exits(rig, "3", 0);
  rig.cluster.run(8s);
  CHECK(rig.reason("Complete") == "SuccessPolicy");
  CHECK(find_condition(rig.status().conditions, "Complete")->message == "Matched rules at index 1");
  CHECK(rig.running().empty());
  // The pods that it stopped are no failures.
  CHECK(rig.status().failed == 0);
  CHECK(rig.status().succeeded == 3);
}

TEST_CASE("With podReplacementPolicy Failed a pod is replaced only when it has ended", "[job]") {
  LiveCluster::Options slow = JobRig::options();
  slow.stop_time = 60s;
  JobRig rig(slow);
  const bool only_failed = GENERATE(false, true);
  rig.create([only_failed](JobSpec& spec) {
    spec.pod_replacement_policy = only_failed ? "Failed" : "TerminatingOrFailed";
  });
  const Key first = key_of(*rig.running().at(0));
  rig.cluster.remove(Pod::info(), first);
  rig.cluster.run(20s);
  CHECK(rig.status().failed == (only_failed ? 0 : 1));
  CHECK(rig.running().size() == (only_failed ? 0 : 1));
  // As a kubelet reports it before the pod goes.
  rig.exits(*rig.cluster.find<Pod>(first), 143);
  rig.cluster.run(15s);
  CHECK(rig.status().failed == 1);
  CHECK(rig.running().size() == 1);
}

}  // namespace podium
