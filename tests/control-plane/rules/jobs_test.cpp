// Jobs and CronJobs.
#include "control-plane/objects/kinds/job.h"
#include "tests/control-plane/rules/make.h"

using namespace podium;
using make::faults;
using make::Lines;
using make::workload;
using nlohmann::json;

namespace {

std::string job(const std::string& spec = "", const std::string& pod_spec = "restartPolicy: Never") {
  return workload("batch/v1", "Job", spec, pod_spec);
}

// As the API server makes it: with a uid when defaults are set.
Ref<Object> created(const std::string& yaml) {
  Ref<Object> made = make::object(yaml);
  made->metadata.uid = "u-1";
  rules_of(made->kind()).set_defaults(*made);
  return made;
}

Lines faults_of_new(const std::string& yaml) {
  const Ref<Object> made = created(yaml);
  return make::lines_of(rules_of(made->kind()).validate(*made));
}

// What is wrong with `spec` as a change of a stored job's.
Lines faults_of_change(const std::string& before, const std::string& after, bool started = true) {
  const Ref<Object> old = created(before), fresh = created(after);
  old->metadata.resource_version = fresh->metadata.resource_version = 7;
  if (started) static_cast<Job&>(*old).status.edit().start_time = TimePoint{1s};
  return make::lines_of(rules_of(old->kind()).validate_update(*old, *fresh));
}

std::string cron_job(const std::string& spec, const std::string& job_spec = "") {
  return "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: c, namespace: d}\nspec: {" + spec +
         (spec.empty() ? "" : ", ") + "jobTemplate: {spec: {" + job_spec + (job_spec.empty() ? "" : ", ") +
         "template: {spec: {restartPolicy: Never, containers: [{name: c, image: a}]}}}}}\n";
}

}  // namespace

TEST_CASE("A job runs one pod to its end, tried again six times") {
  const json spec = to_json(*created(job()))["spec"];
  const json defaults = json::parse(
      R"({"parallelism": 1, "completions": 1, "backoffLimit": 6, "suspend": false,
          "completionMode": "NonIndexed", "podReplacementPolicy": "TerminatingOrFailed"})");
  for (const auto& [field, value] : defaults.items()) {
    INFO(field);
    CHECK(spec[field] == value);
  }
  CHECK_FALSE(to_json(*created(job("parallelism: 3")))["spec"].contains("completions"));
  CHECK(to_json(*created(job("completions: 3")))["spec"]["parallelism"] == 1);
  CHECK(
      to_json(*created(job(
          "completionMode: Indexed\n  completions: 2\n  backoffLimitPerIndex: 1")))["spec"]["backoffLimit"] ==
      2147483647);
  CHECK(to_json(*created(job("podFailurePolicy: {rules: []}")))["spec"]["podReplacementPolicy"] == "Failed");
  CHECK(faults_of_new(job()).empty());
}

TEST_CASE("A new job selects its pods by its uid, which it labels them with") {
  const json made = to_json(*created(job()));
  CHECK(made["spec"]["selector"] ==
        json::parse(R"({"matchLabels": {"batch.kubernetes.io/controller-uid": "u-1"}})"));
  CHECK(made["spec"]["template"]["metadata"]["labels"] == json::parse(R"({"a": "b", "controller-uid": "u-1",
    "job-name": "w", "batch.kubernetes.io/controller-uid": "u-1", "batch.kubernetes.io/job-name": "w"})"));
  CHECK(made["metadata"]["labels"] == json{{"a", "b"}});
  CHECK(faults_of_new(job("selector: {matchLabels: {a: b}}")) ==
        Lines{"spec.selector: Invalid value: v1.LabelSelector{MatchLabels:map[string]string{\"a\":\"b\", "
              "\"batch.kubernetes.io/controller-uid\":\"u-1\"}, "
              "MatchExpressions:[]v1.LabelSelectorRequirement(nil)}: `selector` not auto-generated"});
  const std::string manual = "manualSelector: true\n  selector: {matchLabels: {a: b}}";
  CHECK(faults_of_new(job(manual)).empty());
  CHECK_FALSE(to_json(*created(job(manual)))["spec"]["template"]["metadata"]["labels"].contains("job-name"));
}

TEST_CASE("A job's pods end, and it is valid by its mode") {
  CHECK(faults_of_new(job("", "")) ==
        Lines{"spec.template.spec.restartPolicy: Required value: valid values: \"OnFailure\", \"Never\""});
  CHECK(faults_of_new(job("backoffLimit: -1\n  ttlSecondsAfterFinished: -2")) ==
        Lines{"spec.backoffLimit: Invalid value: -1: must be greater than or equal to 0",
              "spec.ttlSecondsAfterFinished: Invalid value: -2: must be greater than or equal to 0"});
  CHECK(faults_of_new(job("completionMode: Indexed\n  parallelism: 2")) ==
        Lines{"spec.completions: Required value: when completion mode is Indexed"});
  CHECK(
      faults_of_new(job("completionMode: X")) ==
      Lines{"spec.completionMode: Unsupported value: \"X\": supported values: \"Indexed\", \"NonIndexed\""});
  CHECK(faults_of_new(job("backoffLimitPerIndex: 1")) ==
        Lines{"spec.backoffLimitPerIndex: Invalid value: 1: requires indexed completion mode"});
  CHECK(faults_of_new(job("completionMode: Indexed\n  completions: 2\n  maxFailedIndexes: 3")) ==
        Lines{"spec.backoffLimitPerIndex: Required value: when maxFailedIndexes is specified",
              "spec.maxFailedIndexes: Invalid value: 3: must be less than or equal to completions"});
}

TEST_CASE("An indexed job's name leaves room for its pods' numbers") {
  const std::string name(60, 'x');
  const std::string yaml =
      "apiVersion: batch/v1\nkind: Job\nmetadata: {name: " + name +
      ", namespace: d}\nspec: {completionMode: Indexed, completions: 1000, template: {spec: "
      "{restartPolicy: Never, containers: [{name: c, image: a}]}}}\n";
  CHECK(faults_of_new(yaml) ==
        Lines{"metadata.name: Invalid value: \"" + name +
              "\": will not able to create pod with invalid DNS label: " + name + "-999"});
}

TEST_CASE("A pod failure policy names codes or conditions, and an action for them") {
  const auto policy = [](const std::string& rule, const std::string& pod_spec = "restartPolicy: Never") {
    return faults_of_new(job("podFailurePolicy: {rules: [" + rule + "]}", pod_spec));
  };
  const std::string at = "spec.podFailurePolicy.rules[0]";
  CHECK(policy("{action: FailJob, onExitCodes: {containerName: c, operator: In, values: [1, 42]}}").empty());
  CHECK(policy("{action: Ignore, onPodConditions: [{type: DisruptionTarget, status: 'True'}]}").empty());
  CHECK(policy("{action: Ignore}") ==
        Lines{at + ": Invalid value: specifying one of OnExitCodes and OnPodConditions is required"});
  CHECK(policy("{action: FailJob, onExitCodes: {containerName: x, operator: In, values: [2, 0, 2]}}") ==
        Lines{at + ".onExitCodes.containerName: Invalid value: \"x\": must be one of the container or "
                   "initContainer names in the pod template",
              at + ".onExitCodes.values[1]: Invalid value: 0: must not be 0 for the In operator",
              at + ".onExitCodes.values[2]: Duplicate value: 2",
              at + ".onExitCodes.values: Invalid value: []int32{2, 0, 2}: must be ordered"});
  CHECK(policy("{action: FailIndex, onExitCodes: {operator: NotIn, values: [1]}}") ==
        Lines{at + ".action: Invalid value: \"FailIndex\": requires the backoffLimitPerIndex to be set"});
  CHECK(policy("{action: X, onExitCodes: {operator: NotIn, values: [1]}}") ==
        Lines{at + ".action: Unsupported value: \"X\": supported values: \"Count\", \"FailIndex\", "
                   "\"FailJob\", \"Ignore\""});
  CHECK(policy("{action: Count, onExitCodes: {operator: In, values: [1]}}", "restartPolicy: OnFailure") ==
        Lines{"spec.template.spec.restartPolicy: Invalid value: \"OnFailure\": only \"Never\" is supported "
              "when podFailurePolicy is specified"});
}

TEST_CASE("A success policy names indexes that the job has") {
  const auto policy = [](const std::string& rule) {
    return faults_of_new(
        job("completionMode: Indexed\n  completions: 6\n  successPolicy: {rules: [" + rule + "]}"));
  };
  const std::string at = "spec.successPolicy.rules[0]";
  CHECK(policy("{succeededIndexes: '0-2,5', succeededCount: 4}").empty());
  CHECK(policy("{succeededIndexes: '0-2,5', succeededCount: 5}") ==
        Lines{at +
              ".succeededCount: Invalid value: 5: must be less than or equal to 4 (the number of indexes "
              "in the specified succeededIndexes field)"});
  const std::string indexes = at + ".succeededIndexes: Invalid value: ";
  CHECK(policy("{succeededIndexes: '1,6'}") ==
        Lines{indexes + "\"1,6\": error parsing succeededIndexes: too large index: \"6\""});
  CHECK(policy("{succeededIndexes: '3,1'}") ==
        Lines{indexes +
              "\"3,1\": error parsing succeededIndexes: non-increasing order, previous: 3, current: 1"});
  CHECK(policy("{succeededIndexes: 'a'}") ==
        Lines{indexes + "\"a\": error parsing succeededIndexes: cannot convert string to integer for index: "
                        "\"a\""});
  CHECK(policy("{}") ==
        Lines{at + ": Required value: at least one of succeededCount or succeededIndexes must be specified"});
}

TEST_CASE("A job that runs keeps its template, mode and completions") {
  CHECK(faults_of_change(job(), job("parallelism: 5\n  completions: 1")).empty());
  CHECK(faults_of_change(job(), job("suspend: true\n  activeDeadlineSeconds: 9")).empty());
  CHECK(faults_of_change(job(), job("completions: 2")) ==
        Lines{"spec.completions: Invalid value: 2: field is immutable"});
  CHECK(faults_of_change(job(), job("", "restartPolicy: OnFailure")) ==
        Lines{"spec.template: Invalid value: core.PodTemplateSpec{...}: field is immutable"});
  const std::string indexed = "completionMode: Indexed\n  parallelism: 2\n  completions: ";
  CHECK(faults_of_change(job(indexed + "4"), job(indexed + "2")).empty());
  CHECK(faults_of_change(job(indexed + "4"), job(indexed + "3")) ==
        Lines{"spec.completions: Invalid value: 3: can only be modified in tandem with spec.parallelism"});
}

TEST_CASE("Before its first start a suspended job may be told where to run") {
  const std::string elsewhere = "restartPolicy: Never\n      nodeSelector: {disk: ssd}";
  CHECK(faults_of_change(job("suspend: true"), job("suspend: true", elsewhere), false).empty());
  CHECK(faults_of_change(job("suspend: true"), job("suspend: true", elsewhere), true).size() == 1);
  CHECK(faults_of_change(job(), job("", elsewhere), false).size() == 1);
}

TEST_CASE("A stored job is not given a selector anew") {
  const Ref<Object> fresh = make::object(job());
  fresh->metadata.uid = "u-1";
  fresh->metadata.resource_version = 7;
  rules_of(fresh->kind()).set_defaults(*fresh);
  CHECK_FALSE(to_json(*fresh)["spec"].contains("selector"));
}

TEST_CASE("A cron job allows runs side by side, and keeps three good ones and a bad one") {
  const json spec = to_json(*make::defaulted(cron_job("schedule: '@daily'")))["spec"];
  CHECK(spec["concurrencyPolicy"] == "Allow");
  CHECK(spec["suspend"] == false);
  CHECK(spec["successfulJobsHistoryLimit"] == 3);
  CHECK(spec["failedJobsHistoryLimit"] == 1);
  CHECK(spec["jobTemplate"]["spec"]["template"]["spec"]["schedulerName"] == "default-scheduler");
  CHECK_FALSE(spec["jobTemplate"]["spec"].contains("completions"));
  CHECK(faults(cron_job("schedule: '*/5 * * * *', timeZone: Europe/Paris")).empty());
}

TEST_CASE("A cron job's schedule, zone and template are checked") {
  CHECK(faults(cron_job("")) == Lines{"spec.schedule: Required value"});
  CHECK(faults(cron_job("schedule: x")) ==
        Lines{"spec.schedule: Invalid value: \"x\": expected exactly 5 fields, found 1: [x]"});
  CHECK(faults(cron_job("schedule: 'TZ=UTC * * * * *'")) ==
        Lines{"spec.schedule: Invalid value: \"TZ=UTC * * * * *\": cannot use TZ or CRON_TZ in schedule, use "
              "timeZone field instead"});
  CHECK(faults(cron_job("schedule: '@daily', timeZone: Europe/Pariss")) ==
        Lines{"spec.timeZone: Invalid value: \"Europe/Pariss\": unknown time zone Europe/Pariss"});
  CHECK(faults(cron_job("schedule: '@daily', concurrencyPolicy: X")) ==
        Lines{"spec.concurrencyPolicy: Unsupported value: \"X\": supported values: \"Allow\", \"Forbid\", "
              "\"Replace\""});
  CHECK(faults(cron_job("schedule: '@daily'", "manualSelector: true, selector: {matchLabels: {a: b}}"))
            .size() == 2);
  CHECK(faults(cron_job("schedule: '@daily'", "backoffLimit: -1")) ==
        Lines{"spec.jobTemplate.spec.backoffLimit: Invalid value: -1: must be greater than or equal to 0"});
  std::string long_name = cron_job("schedule: '@daily'");
  long_name.replace(long_name.find("name: c"), 7, "name: " + std::string(53, 'c'));
  CHECK(faults(long_name)[0].ends_with("must be no more than 52 characters"));
}
