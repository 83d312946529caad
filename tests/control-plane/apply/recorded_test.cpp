// Against what a real API server recorded as owners of the objects it was sent. The data is not part of the
// repository; without it these tests say so and pass.
#include <filesystem>
#include <fstream>

#include "tests/control-plane/apply/one_object.h"

namespace podium::apply {
namespace {

// The answers of the server by the name of the request; null if the data is absent.
json recorded(const std::string& name) {
  const std::filesystem::path path = "../shared/data/apiserver_reference/sample-responses.json";
  if (!std::filesystem::exists(path)) {
    WARN("skipped: " << path << " is absent");
    return nullptr;
  }
  std::ifstream file(path);
  for (const json& sample : json::parse(file)) {
    if (sample["name"] == name) return sample["body"];
  }
  FAIL("no sample " << name);
  return nullptr;
}

// Leaves out what admission and allocation added after ownership was recorded.
json as_written(json object, std::initializer_list<const char*> added) {
  for (const char* name : added) object["spec"].erase(name);
  object["metadata"].erase("managedFields");
  return object;
}

void check_create(const json& body, const char* kind, const char* version,
                  std::initializer_list<const char*> added) {
  if (body.is_null()) return;
  OneObject object(kind, version);
  object.time = body["metadata"]["creationTimestamp"];
  json fresh = as_written(body, added);
  track(object.write("Python-urllib"), nullptr, fresh);
  CHECK(fresh["metadata"]["managedFields"] == body["metadata"]["managedFields"]);
}

TEST_CASE("Who creates an object owns what a real API server says") {
  check_create(recorded("post pod"), "Pod", "v1", {"priority", "preemptionPolicy"});
  check_create(recorded("deploy"), "Deployment", "apps/v1", {});
  check_create(recorded("svc"), "Service", "v1", {"clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"});
  check_create(recorded("create ns"), "Namespace", "v1", {"finalizers"});
}

TEST_CASE("Who patches an object owns what a real API server says") {
  const json before = recorded("post pod"), body = recorded("smp on crd-less");
  if (body.is_null()) return;
  OneObject object("Pod", "v1");
  json after = body;
  after["metadata"].erase("managedFields");
  object.time = "2026-11-23T06:58:40Z";
  track(object.write("Python-urllib"), &before, after);
  CHECK(after["metadata"]["managedFields"] == body["metadata"]["managedFields"]);
}

TEST_CASE("Who writes a status owns what a real API server says") {
  const json before = recorded("smp on crd-less"), body = recorded("pod status running");
  if (body.is_null()) return;
  OneObject object("Pod", "v1");
  json stored = before, after = body;
  // Between the two samples the pod was bound, which nobody owns.
  stored["spec"]["nodeName"] = "127.0.0.1";
  stored["status"]["conditions"] = tree("[{'type':'PodScheduled','status':'True'}]");
  after["metadata"].erase("managedFields");
  object.time = "2026-11-23T06:58:51Z";
  track(object.write("Python-urllib", "status"), &stored, after);
  CHECK(after["metadata"]["managedFields"] == body["metadata"]["managedFields"]);
}

TEST_CASE("A scale takes the replicas, without a time") {
  const json before = recorded("deploy"), body = recorded("delete deploy fg");
  if (body.is_null()) return;
  OneObject object;
  json after = before;
  after["spec"]["replicas"] = 1;
  track(object.write("Python-urllib", "scale"), &before, after);
  const json& owners = body["metadata"]["managedFields"];
  CHECK(after["metadata"]["managedFields"] == json::array({owners[0], owners[1]}));

  // The controller then writes a status for the first time, and an annotation along with it.
  json published = body;
  published["metadata"]["managedFields"] = nullptr;
  object.time = "2026-11-23T06:58:49Z";
  track(object.write("kube-controller-manager", "status"), &after, published);
  const json& entry = published["metadata"]["managedFields"][2];
  CHECK(entry["manager"] == "kube-controller-manager");
  CHECK(entry["fieldsV1"]["f:status"] == owners[2]["fieldsV1"]["f:status"]);
  CHECK(entry["fieldsV1"]["f:metadata"]["f:annotations"] ==
        owners[2]["fieldsV1"]["f:metadata"]["f:annotations"]);
}

TEST_CASE("An apply, and one that conflicts, are answered as by a real API server") {
  const json own = recorded("ssa own"), one = recorded("ssa conflict"), two = recorded("ssa conflict 2");
  if (own.is_null()) return;
  OneObject object("ConfigMap", "v1");
  object.time = "2026-11-23T06:58:40Z";
  CHECK_FALSE(object.apply("a", tree("{'data':{'k':'1','l':'2'}}")));
  CHECK(object.live["metadata"]["managedFields"] == own["metadata"]["managedFields"]);
  for (const auto& [config, body] :
       {std::pair(tree("{'data':{'k':'9'}}"), one), std::pair(tree("{'data':{'k':'9','l':'3'}}"), two)}) {
    const Failure failure = object.apply("b", config);
    CHECK(failure.code == body["code"]);
    CHECK(failure.reason == body["reason"]);
    CHECK(failure.message == body["message"]);
    const json& causes = body["details"]["causes"];
    REQUIRE(failure.causes.size() == causes.size());
    for (std::size_t i = 0; i < causes.size(); ++i) {
      CHECK(failure.causes[i].reason == causes[i]["reason"]);
      CHECK(failure.causes[i].message == causes[i]["message"]);
      CHECK(failure.causes[i].field == causes[i]["field"]);
    }
  }
}

}  // namespace
}  // namespace podium::apply
