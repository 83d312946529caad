// Workloads as `kubectl get` shows them: the server's columns and cells.
#include <filesystem>
#include <fstream>

#include "control-plane/codec/json.h"
#include "control-plane/gateway/printer.h"
#include "control-plane/objects/kinds/cron_job.h"
#include "control-plane/objects/kinds/job.h"
#include "tests/control-plane/support/front.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::testing;
using nlohmann::json;

namespace {

constexpr const char* kTemplate =
    R"({"metadata": {"labels": {"a": "b"}}, "spec": {"nodeSelector": {"disk": "ssd"}, "restartPolicy": "Never",
        "containers": [{"name": "x", "image": "one:1"}, {"name": "y", "image": "two:2"}]}})";
constexpr TimePoint kNow = TimePoint{} + std::chrono::hours(1000);

// The cells of an object, whose "template" (wherever `at` says) is the one above; made five minutes ago.
json cells(const std::string& api_version, const std::string& kind, json fields, const std::string& at) {
  fields["apiVersion"] = api_version;
  fields["kind"] = kind;
  fields["metadata"]["name"] = "w";
  if (!at.empty()) fields[json::json_pointer(at)] = json::parse(kTemplate);
  DecodedObject decoded = from_json(fields);
  INFO(decoded.error);
  REQUIRE(decoded.value);
  decoded.value->metadata.creation_timestamp = kNow - 5min;
  json row = json::array();
  for (const Cell& cell : printer_of(decoded.value->kind()).row(*decoded.value, kNow))
    std::visit([&](const auto& value) { row.push_back(value); }, cell);
  CHECK(row.size() == printer_of(decoded.value->kind()).columns.size());
  return row;
}

const json kSelector = {{"matchLabels", {{"a", "b"}}}};

json job_cells(const json& spec, const json& status) {
  json row = cells("batch/v1", "Job", {{"spec", spec}, {"status", status}}, "/spec/template");
  return {row[1], row[2], row[3]};
}

json condition(const char* type) { return {{"conditions", {{{"type", type}, {"status", "True"}}}}}; }

}  // namespace

TEST_CASE("sets and controllers show how many pods they want and have") {
  const json status = {{"replicas", 3}, {"readyReplicas", 2}};
  CHECK(cells("apps/v1", "StatefulSet", {{"spec", {{"replicas", 4}}}, {"status", status}},
              "/spec/template") == json({"w", "2/4", "5m", "x,y", "one:1,two:2"}));
  CHECK(cells("v1", "ReplicationController",
              {{"spec", {{"replicas", 4}, {"selector", {{"a", "b"}}}}}, {"status", status}},
              "/spec/template") == json({"w", 4, 3, 2, "5m", "x,y", "one:1,two:2", "a=b"}));
  CHECK(cells("apps/v1", "ReplicaSet",
              {{"spec", {{"replicas", 4}, {"selector", kSelector}}}, {"status", status}},
              "/spec/template") == json({"w", 4, 3, 2, "5m", "x,y", "one:1,two:2", "a=b"}));
  CHECK(cells("apps/v1", "DaemonSet",
              {{"spec", {{"selector", kSelector}}},
               {"status",
                {{"desiredNumberScheduled", 5},
                 {"currentNumberScheduled", 4},
                 {"numberReady", 3},
                 {"updatedNumberScheduled", 2},
                 {"numberAvailable", 1},
                 {"numberMisscheduled", 0}}}},
              "/spec/template") == json({"w", 5, 4, 3, 2, 1, "disk=ssd", "5m", "x,y", "one:1,two:2", "a=b"}));
}

TEST_CASE("a job shows what has become of it, how much is done, and how long it took") {
  CHECK(job_cells({{"completions", 3}}, json::object()) == json({"Running", "0/3", ""}));
  CHECK(job_cells({{"parallelism", 2}}, {{"succeeded", 1}}) == json({"Running", "1/1 of 2", ""}));
  CHECK(job_cells({{"parallelism", 1}}, {{"succeeded", 1}}) == json({"Running", "1/1", ""}));
  for (const char* type : {"Complete", "Failed", "Suspended", "FailureTarget"})
    CHECK(job_cells({{"completions", 1}}, condition(type))[0] == type);
  Job job;
  job.status.edit().start_time = kNow - 90s;
  const auto duration = [&] { return std::get<std::string>(printer_of(Job::info()).row(job, kNow)[3]); };
  CHECK(duration() == "90s");
  job.status.edit().completion_time = kNow - 60s;
  CHECK(duration() == "30s");
  job.metadata.deletion_timestamp = kNow;
  CHECK(std::get<std::string>(printer_of(Job::info()).row(job, kNow)[1]) == "Terminating");
}

TEST_CASE("a cron job shows its schedule and its last run") {
  const std::string at = "/spec/jobTemplate/spec/template";
  CHECK(cells("batch/v1", "CronJob", {{"spec", {{"schedule", "@daily"}, {"suspend", true}}}}, at) ==
        json({"w", "@daily", "<none>", "True", 0, "<none>", "5m", "x,y", "one:1,two:2", "<none>"}));
  CronJob job;
  job.spec.edit().time_zone = "Europe/Paris";
  job.status.edit().last_schedule_time = kNow - 30s;
  job.status.edit().active.edit().resize(2);
  const std::vector<Cell> row = printer_of(CronJob::info()).row(job, kNow);
  CHECK(row[2] == Cell("Europe/Paris"));
  CHECK(row[3] == Cell("<unset>"));
  CHECK(row[4] == Cell(std::int64_t{2}));
  CHECK(row[5] == Cell("30s"));
}

TEST_CASE("templates show their pods, revisions their controller") {
  CHECK(cells("v1", "PodTemplate", json::object(), "/template") == json({"w", "x,y", "one:1,two:2", "a=b"}));
  const json owner = {
      {"apiVersion", "apps/v1"}, {"kind", "DaemonSet"}, {"name", "web"}, {"uid", "u"}, {"controller", true}};
  CHECK(cells("apps/v1", "ControllerRevision",
              {{"revision", 7}, {"metadata", {{"ownerReferences", {owner}}}}},
              "") == json({"w", "daemonset.apps/web", 7, "5m"}));
  CHECK(cells("apps/v1", "ControllerRevision", {{"revision", 7}}, "")[1] == "<none>");
}

TEST_CASE("workloads have the columns of a real server's tables") {
  const std::filesystem::path path = "../shared/data/apiserver_reference/table-columns.json";
  if (!std::filesystem::exists(path)) {
    WARN("skipped: " << path << " is not there");
    return;
  }
  std::ifstream file(path);
  const json reference = json::parse(file);
  for (const char* plural :
       {"/apis/apps/v1/deployments", "/apis/apps/v1/replicasets", "/apis/apps/v1/daemonsets",
        "/apis/apps/v1/statefulsets", "/apis/apps/v1/controllerrevisions", "/apis/batch/v1/jobs",
        "/apis/batch/v1/cronjobs", "/api/v1/replicationcontrollers", "/api/v1/podtemplates"}) {
    INFO(plural);
    Front front;
    const json table =
        front.ask("GET", plural, {}, "", "", "application/json;as=Table;v=v1;g=meta.k8s.io")->body();
    json columns = json::array();
    for (const json& column : table["columnDefinitions"])
      columns.push_back({column["name"], column["type"], column["format"], column["priority"]});
    CHECK(columns == reference[plural]);
  }
}
