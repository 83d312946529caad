// From client-side to server-side apply, as kubectl does it.
#include "tests/control-plane/apply/one_object.h"

namespace podium::apply {
namespace {

constexpr const char* kAnnotation = "kubectl.kubernetes.io/last-applied-configuration";

// What `kubectl apply` of before sent: the object, and itself once more in the annotation.
json client_side(const char* data) {
  json object = {
      {"apiVersion", "v1"}, {"kind", "ConfigMap"}, {"metadata", {{"name", "web"}}}, {"data", tree(data)}};
  object["metadata"]["annotations"] = {{kAnnotation, object.dump() + "\n"}};
  return object;
}

json annotation(const OneObject& object) {
  return json::parse(object.live["metadata"]["annotations"][kAnnotation].get<std::string>());
}

OneObject applied_at_the_client() {
  OneObject object("ConfigMap", "v1");
  object.update("kubectl-client-side-apply", client_side("{'k':'1','l':'1'}"));
  return object;
}

TEST_CASE("kubectl takes over what it applied at the client, and keeps the annotation up to date") {
  OneObject object = applied_at_the_client();
  CHECK_FALSE(object.apply("kubectl", tree("{'data':{'k':'2','l':'1'}}")));
  CHECK(object.live["data"]["k"] == "2");
  CHECK(annotation(object)["data"] == tree("{'k':'2','l':'1'}"));
  CHECK_FALSE(annotation(object)["metadata"].contains("managedFields"));
}

TEST_CASE("Other managers do not") {
  OneObject object = applied_at_the_client();
  CHECK(object.apply("flux", tree("{'data':{'k':'2'}}")).message ==
        R"(Apply failed with 1 conflict: conflict with "kubectl-client-side-apply" using v1: .data.k)");
}

TEST_CASE("What was changed since is a conflict, and only that is told") {
  OneObject object = applied_at_the_client();
  object.patch("kubectl-edit", tree("{'data':{'k':'5'}}"));
  CHECK(object.apply("kubectl", tree("{'data':{'k':'2','l':'2'}}")).message ==
        R"(Apply failed with 1 conflict: conflict with "kubectl-edit" using v1: .data.k)");
}

TEST_CASE("An annotation of another version, or no object at all, allows nothing") {
  for (const char* text :
       {"{\"apiVersion\":\"v2\",\"data\":{\"k\":\"1\"}}", "no object", "{\"apiVersion\":1}", "[]"}) {
    OneObject object("ConfigMap", "v1");
    json fresh = client_side("{'k':'1'}");
    fresh["metadata"]["annotations"][kAnnotation] = text;
    object.update("kubectl-client-side-apply", fresh);
    CHECK(object.apply("kubectl", tree("{'data':{'k':'2'}}")).code == 409);
  }
}

TEST_CASE("An annotation that grows too large is dropped") {
  OneObject object = applied_at_the_client();
  CHECK_FALSE(object.apply("kubectl", {{"data", {{"k", std::string(300 * 1024, 'x')}, {"l", "1"}}}}));
  CHECK_FALSE(object.live["metadata"]["annotations"].contains(kAnnotation));
}

TEST_CASE("Once kubectl has moved the ownership, what is given up is removed") {
  OneObject object = applied_at_the_client();
  CHECK_FALSE(object.apply("kubectl", tree("{'data':{'k':'1','l':'1'}}")));
  // kubectl's patch: its client-side entry goes, what it owned becomes the applier's.
  json wanted = object.live;
  json& entries = wanted["metadata"]["managedFields"];
  REQUIRE(entries.size() == 2);
  entries.erase(1);
  object.update("kubectl", wanted);
  CHECK(object.owned("kubectl-client-side-apply", Operation::kUpdate) == "");
  CHECK_FALSE(object.apply("kubectl", tree("{'data':{'k':'1'}}")));
  CHECK(object.live["data"] == tree("{'k':'1'}"));
}

}  // namespace
}  // namespace podium::apply
