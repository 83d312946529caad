// What a client wrote of a workload is written again, in each of its fields.
#include "tests/control-plane/rules/make.h"

using namespace podium;
using nlohmann::json;

namespace {

// Reads and writes `text`, with a template of pods at `at`.
void check_round(const char* text, const char* at) {
  json object = json::parse(text);
  const json pods = json::parse(
      R"({"metadata": {"labels": {"a": "b"}},
          "spec": {"containers": [{"name": "c", "image": "nginx", "resources": {}}]}})");
  if (*at != '\0') object[json::json_pointer(at)] = pods;
  object["metadata"] = {{"name", "w"}};
  const DecodedObject decoded = from_json(object);
  INFO(decoded.error);
  REQUIRE(decoded.value);
  CHECK(to_json(*decoded.value) == object);
}

}  // namespace

TEST_CASE("All fields of a Job are kept") {
  check_round(R"({"apiVersion": "batch/v1", "kind": "Job", "spec": {
      "parallelism": 2, "completions": 5, "activeDeadlineSeconds": 60, "backoffLimit": 3,
      "backoffLimitPerIndex": 1, "maxFailedIndexes": 2, "selector": {"matchLabels": {"a": "b"}},
      "manualSelector": true, "ttlSecondsAfterFinished": 100, "completionMode": "Indexed", "suspend": false,
      "podReplacementPolicy": "Failed", "managedBy": "example.com/x",
      "podFailurePolicy": {"rules": [
        {"action": "FailJob", "onExitCodes": {"containerName": "c", "operator": "In", "values": [1, 2]}},
        {"action": "Ignore", "onPodConditions": [{"type": "DisruptionTarget", "status": "True"}]}]},
      "successPolicy": {"rules": [{"succeededIndexes": "0-2", "succeededCount": 2}]}},
    "status": {
      "conditions": [{"type": "Complete", "status": "True"}], "startTime": "2025-01-01T00:00:00Z",
      "completionTime": "2025-01-01T00:01:00Z", "active": 1, "succeeded": 2, "failed": 3, "terminating": 1,
      "completedIndexes": "0,1", "failedIndexes": "3", "ready": 1,
      "uncountedTerminatedPods": {"succeeded": ["u1"], "failed": ["u2"]}}})",
              "/spec/template");
}

TEST_CASE("All fields of a CronJob are kept") {
  check_round(R"({"apiVersion": "batch/v1", "kind": "CronJob", "spec": {
      "schedule": "@daily", "timeZone": "Europe/Paris", "startingDeadlineSeconds": 5,
      "concurrencyPolicy": "Forbid", "suspend": true, "successfulJobsHistoryLimit": 0,
      "failedJobsHistoryLimit": 2, "jobTemplate": {"metadata": {"labels": {"x": "y"}}, "spec": {"completions": 2}}},
    "status": {"active": [{"kind": "Job", "name": "j", "uid": "u"}],
      "lastScheduleTime": "2025-01-01T00:00:00Z", "lastSuccessfulTime": "2025-01-01T00:00:30Z"}})",
              "/spec/jobTemplate/spec/template");
}

TEST_CASE("All fields of a StatefulSet are kept") {
  check_round(R"({"apiVersion": "apps/v1", "kind": "StatefulSet", "spec": {
      "replicas": 0, "selector": {"matchLabels": {"a": "b"}}, "serviceName": "s",
      "volumeClaimTemplates": [{"metadata": {"name": "d"}, "spec": {"accessModes": ["ReadWriteOnce"]}}],
      "podManagementPolicy": "Parallel", "revisionHistoryLimit": 0, "minReadySeconds": 5,
      "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"partition": 2, "maxUnavailable": "50%"}},
      "persistentVolumeClaimRetentionPolicy": {"whenDeleted": "Delete", "whenScaled": "Retain"},
      "ordinals": {"start": 3}},
    "status": {"observedGeneration": 4, "replicas": 3, "readyReplicas": 2, "currentReplicas": 1,
      "updatedReplicas": 2, "availableReplicas": 1, "currentRevision": "w-1", "updateRevision": "w-2",
      "collisionCount": 0, "conditions": [{"type": "X", "status": "True"}]}})",
              "/spec/template");
}

TEST_CASE("All fields of a DaemonSet are kept") {
  check_round(R"({"apiVersion": "apps/v1", "kind": "DaemonSet", "spec": {
      "selector": {"matchLabels": {"a": "b"}}, "minReadySeconds": 5, "revisionHistoryLimit": 0,
      "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 0, "maxSurge": "10%"}}},
    "status": {"currentNumberScheduled": 1, "numberMisscheduled": 0, "desiredNumberScheduled": 2,
      "numberReady": 1, "observedGeneration": 3, "updatedNumberScheduled": 1, "numberAvailable": 1,
      "numberUnavailable": 1, "collisionCount": 0, "conditions": [{"type": "X", "status": "True"}]}})",
              "/spec/template");
}

TEST_CASE("All fields of ReplicationControllers, PodTemplates and ControllerRevisions are kept") {
  check_round(R"({"apiVersion": "v1", "kind": "ReplicationController", "spec": {
      "replicas": 2, "minReadySeconds": 3, "selector": {"a": "b"}},
    "status": {"replicas": 2, "fullyLabeledReplicas": 1, "observedGeneration": 1, "readyReplicas": 1,
      "availableReplicas": 1, "conditions": [{"type": "X", "status": "True"}]}})",
              "/spec/template");
  check_round(R"({"apiVersion": "v1", "kind": "PodTemplate"})", "/template");
  check_round(R"({"apiVersion": "apps/v1", "kind": "ControllerRevision", "revision": 2,
                  "data": {"spec": {"template": {"x": [1, null, "y"]}}}})",
              "");
}
