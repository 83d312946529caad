// Several managers at one object, as the "Server-Side Apply" page of the Kubernetes documentation tells it.
#include "tests/control-plane/apply/one_object.h"

namespace podium::apply {
namespace {

json deployment(const char* spec) { return {{"spec", tree(spec)}}; }

const char* const kWeb =
    "{'replicas':3,'selector':{'matchLabels':{'app':'web'}},'template':{'metadata':{'labels':{'app':'web'}},"
    "'spec':{'containers':[{'name':'web','image':'nginx:1','ports':[{'containerPort':80}]}]}}}";
const char* const kWebWithoutReplicas =
    "{'selector':{'matchLabels':{'app':'web'}},'template':{'metadata':{'labels':{'app':'web'}},"
    "'spec':{'containers':[{'name':'web','image':'nginx:1','ports':[{'containerPort':80}]}]}}}";

TEST_CASE("An apply to an object that is not there creates it, and owns what it says") {
  OneObject object;
  CHECK_FALSE(object.apply("kubectl", deployment(kWeb)));
  CHECK(object.live["spec"] == tree(kWeb));
  CHECK(object.owned("kubectl") ==
        R"({"f:spec":{"f:replicas":{},"f:selector":{},"f:template":{"f:metadata":{"f:labels":{"f:app":{}}},)"
        R"("f:spec":{"f:containers":{"k:{\"name\":\"web\"}":{".":{},"f:image":{},"f:name":{},)"
        R"("f:ports":{"k:{\"containerPort\":80,\"protocol\":\"TCP\"}":{".":{},"f:containerPort":{}}}}}}}}})");
}

TEST_CASE(
    "A field of another manager is a conflict; overwriting it, giving it up or sharing it are the ways out") {
  OneObject object;
  CHECK_FALSE(object.apply("one", deployment(kWeb)));
  const json before = object.live;
  const Failure failure = object.apply("two", deployment("{'replicas':5}"));
  CHECK(failure.code == 409);
  CHECK(failure.message == R"(Apply failed with 1 conflict: conflict with "one": .spec.replicas)");
  CHECK(object.live == before);

  SECTION("overwrite the value and become the sole manager") {
    CHECK_FALSE(object.apply("two", deployment("{'replicas':5}"), true));
    CHECK(object.live["spec"]["replicas"] == 5);
    CHECK(object.owned("two") == R"({"f:spec":{"f:replicas":{}}})");
    CHECK(object.owned("one").find("replicas") == std::string::npos);
    CHECK(object.apply("one", deployment(kWeb)).message ==
          R"(Apply failed with 1 conflict: conflict with "two": .spec.replicas)");
  }
  SECTION("do not overwrite the value, give up the claim") {
    CHECK_FALSE(object.apply("two", tree("{'metadata':{'labels':{'a':'b'}}}")));
    CHECK(object.live["spec"]["replicas"] == 3);
    CHECK(object.owned("two") == R"({"f:metadata":{"f:labels":{"f:a":{}}}})");
  }
  SECTION("do not overwrite the value, become a shared manager") {
    CHECK_FALSE(object.apply("two", deployment("{'replicas':3}")));
    CHECK(object.owned("two") == R"({"f:spec":{"f:replicas":{}}})");
    CHECK(object.owned("one").find("replicas") != std::string::npos);
    // Now neither can change it alone.
    CHECK(object.apply("one", deployment("{'replicas':4}")).code == 409);
  }
}

TEST_CASE("Conflicts with several managers are told by manager, with the version of those that update") {
  OneObject object;
  CHECK_FALSE(object.apply("applier", deployment(kWebWithoutReplicas)));
  object.patch("kubectl-edit", tree("{'spec':{'replicas':2},'metadata':{'labels':{'a':'b'}}}"));
  object.patch("scaler", tree("{'metadata':{'annotations':{'x':'1'}}}"), "status");
  const Failure failure =
      object.apply("kubectl", tree(R"({'metadata':{'labels':{'a':'c'},'annotations':{'x':'2'}},
      'spec':{'replicas':7,'template':{'spec':{'containers':[{'name':'web','image':'nginx:2'}]}}}})"));
  CHECK(failure.message ==
        "Apply failed with 4 conflicts: conflicts with \"applier\":\n"
        "- .spec.template.spec.containers[name=\"web\"].image\n"
        "conflicts with \"kubectl-edit\" using apps/v1:\n"
        "- .metadata.labels.a\n"
        "- .spec.replicas\n"
        "conflicts with \"scaler\" with subresource \"status\" using apps/v1:\n"
        "- .metadata.annotations.x");
  REQUIRE(failure.causes.size() == 4);
  CHECK(failure.causes[2].reason == "FieldManagerConflict");
  CHECK(failure.causes[2].message == "conflict with \"kubectl-edit\" using apps/v1");
  CHECK(failure.causes[2].field == ".spec.replicas");
}

TEST_CASE("An update never conflicts: it takes what it changes") {
  OneObject object;
  CHECK_FALSE(object.apply("one", deployment(kWeb)));
  object.patch("kubectl-edit", tree("{'spec':{'replicas':2}}"));
  CHECK(object.owned("kubectl-edit", Operation::kUpdate) == R"({"f:spec":{"f:replicas":{}}})");
  CHECK(object.owned("one").find("replicas") == std::string::npos);
  CHECK(object.apply("one", deployment(kWeb)).message ==
        R"(Apply failed with 1 conflict: conflict with "kubectl-edit" using apps/v1: .spec.replicas)");
}

TEST_CASE("Ownership of replicas is transferred to a controller without ever resetting them") {
  OneObject object;
  CHECK_FALSE(object.apply("kubectl", deployment(kWeb)));
  // The handover: somebody else applies only the replicas, with the value they have.
  CHECK_FALSE(object.apply("handover-to-hpa", deployment("{'replicas':3}")));
  CHECK_FALSE(object.apply("kubectl", deployment(kWebWithoutReplicas)));
  CHECK(object.live["spec"]["replicas"] == 3);
  CHECK(object.owned("kubectl").find("replicas") == std::string::npos);
  // The controller scales, and the user goes on applying.
  object.patch("kube-controller-manager", tree("{'spec':{'replicas':8}}"), "scale");
  CHECK(object.owned("handover-to-hpa") == "");
  CHECK_FALSE(object.apply("kubectl", deployment(kWebWithoutReplicas)));
  CHECK(object.live["spec"]["replicas"] == 8);
}

TEST_CASE("What is not applied any more goes, unless somebody else owns it") {
  OneObject object;
  CHECK_FALSE(
      object.apply("one", tree("{'metadata':{'labels':{'mine':'1','ours':'1'}},'spec':{'replicas':3}}")));
  CHECK_FALSE(object.apply("two", tree("{'metadata':{'labels':{'ours':'1'}}}")));
  CHECK_FALSE(object.apply("one", tree("{'spec':{'replicas':3}}")));
  CHECK(object.live["metadata"]["labels"] == tree("{'ours':'1'}"));
  CHECK(object.owned("one") == R"({"f:spec":{"f:replicas":{}}})");
  CHECK_FALSE(object.apply("two", json::object()));
  CHECK_FALSE(object.live["metadata"].contains("labels"));
  CHECK(object.owned("two") == "");
  CHECK(object.live["spec"]["replicas"] == 3);
}

TEST_CASE("What others only updated stays when the one that applied it gives it up") {
  OneObject object("ConfigMap", "v1");
  CHECK_FALSE(object.apply("a", tree("{'data':{'k':'1','l':'1'}}")));
  object.patch("editor", tree("{'data':{'k':'2','m':'1'}}"));
  CHECK_FALSE(object.apply("a", tree("{'metadata':{'labels':{'x':'y'}}}")));
  CHECK(object.live["data"] == tree("{'k':'2','m':'1'}"));
  CHECK(object.owned("editor", Operation::kUpdate) == R"({"f:data":{"f:k":{},"f:m":{}}})");
}

TEST_CASE("Managers own elements of the same list, each by its key") {
  OneObject object;
  CHECK_FALSE(object.apply("app", deployment(kWeb)));
  const char* const kSidecar = "{'template':{'spec':{'containers':[{'name':'proxy','image':'envoy:1'}]}}}";
  CHECK_FALSE(object.apply("injector", deployment(kSidecar)));
  const auto names = [&] {
    std::string all;
    for (const json& container : object.live["spec"]["template"]["spec"]["containers"])
      all += container["name"].get<std::string>() + " ";
    return all;
  };
  CHECK(names() == "web proxy ");
  CHECK_FALSE(object.apply("app", deployment(kWeb)));
  CHECK(names() == "web proxy ");
  CHECK_FALSE(object.apply("injector", tree("{'metadata':{'labels':{'a':'b'}}}")));
  CHECK(names() == "web ");
}

TEST_CASE("A port is another one if its protocol is, and its absence means TCP") {
  OneObject object("Service", "v1");
  CHECK_FALSE(object.apply("a", deployment("{'ports':[{'name':'dns','port':53,'protocol':'UDP'}]}")));
  CHECK_FALSE(object.apply("b", deployment("{'ports':[{'name':'dns-tcp','port':53}]}")));
  CHECK(object.live["spec"]["ports"].size() == 2);
  CHECK(object.apply("a", deployment("{'ports':[{'name':'dns','port':53}]}")).message ==
        R"(Apply failed with 1 conflict: conflict with "b": .spec.ports[port=53,protocol="TCP"].name)");
}

TEST_CASE("A struct that is given up takes the defaults in it along") {
  OneObject object;
  CHECK_FALSE(object.apply(
      "a",
      deployment(
          "{'template':{'spec':{'containers':[{'name':'c','livenessProbe':{'httpGet':{'port':80}}}]}}}")));
  json& probe = object.live["spec"]["template"]["spec"]["containers"][0]["livenessProbe"];
  probe["periodSeconds"] = 10;  // as defaulting would
  CHECK_FALSE(object.apply("a", deployment("{'template':{'spec':{'containers':[{'name':'c'}]}}}")));
  CHECK(object.live["spec"]["template"]["spec"]["containers"] == tree("[{'name':'c'}]"));
}

TEST_CASE("An atomic list is one field: whoever applies it replaces it") {
  OneObject object("Pod", "v1");
  CHECK_FALSE(object.apply("a", deployment("{'tolerations':[{'key':'x'}],'nodeSelector':{'disk':'ssd'}}")));
  CHECK(object.apply("b", deployment("{'tolerations':[{'key':'y'}]}")).message ==
        R"(Apply failed with 1 conflict: conflict with "a": .spec.tolerations)");
  CHECK_FALSE(object.apply("b", deployment("{'tolerations':[{'key':'y'}]}"), true));
  CHECK(object.live["spec"]["tolerations"] == tree("[{'key':'y'}]"));
}

TEST_CASE("Finalizers are a set: each manager has its own") {
  OneObject object("ConfigMap", "v1");
  CHECK_FALSE(object.apply("a", tree("{'metadata':{'finalizers':['a.io/x']}}")));
  CHECK_FALSE(object.apply("b", tree("{'metadata':{'finalizers':['b.io/y']}}")));
  CHECK(object.live["metadata"]["finalizers"] == tree("['a.io/x','b.io/y']"));
  CHECK_FALSE(object.apply("a", tree("{'data':{'k':'1'}}")));
  CHECK(object.live["metadata"]["finalizers"] == tree("['b.io/y']"));
}

TEST_CASE("A configuration that cannot be applied changes nothing") {
  OneObject object;
  const Failure unnamed =
      object.apply("a", deployment("{'template':{'spec':{'containers':[{'image':'i'}]}}}"));
  CHECK(unnamed.code == 500);
  CHECK(
      unnamed.message ==
      "failed to create typed patch object (/web; apps/v1, Kind=Deployment): .spec.template.spec.containers: "
      "element 0: associative list with keys has an element that omits key field \"name\" (and doesn't have "
      "default value)");
  CHECK_FALSE(object.exists());
  json outcome;
  const Failure failure =
      apply(object.write("a"), nullptr, tree("{'apiVersion':'v1','kind':'Pod'}"), false, outcome);
  CHECK(failure.code == 400);
  CHECK(failure.message == "invalid object type: /v1, Kind=Pod");
}

TEST_CASE("A configuration that is no object of the kind is refused, whatever it is") {
  const Write write{schema::any_type(), "example.com/v1", "Widget", "a", "2026-01-02T03:04:05Z"};
  json outcome;
  const auto code = [&](const char* config) {
    return apply(write, nullptr, tree(config), false, outcome).code;
  };
  for (const char* config : {"[]", "null", "'text'", "{}", "{'apiVersion':1,'kind':[]}",
                             "{'apiVersion':'example.com/v1','kind':'Other'}"}) {
    INFO(config);
    CHECK(code(config) == 400);
  }
  CHECK(code("{'apiVersion':'example.com/v1','kind':'Widget','metadata':'name'}") == 500);
  CHECK(code("{'apiVersion':'example.com/v1','kind':'Widget','metadata':{'name':3,'annotations':[]}}") == 0);
}

TEST_CASE("An apply to the status owns the status alone") {
  OneObject object;
  CHECK_FALSE(object.apply("user", deployment(kWeb)));
  json config = tree(
      "{'apiVersion':'apps/v1','kind':'Deployment','metadata':{'name':'web','labels':{'a':'b'}},"
      "'spec':{'replicas':9},'status':{'replicas':3}}");
  json outcome;
  CHECK_FALSE(apply(object.write("controller", "status"), &object.live, config, false, outcome));
  object.live = outcome;
  CHECK(object.owned("controller", Operation::kApply, "status") == R"({"f:status":{"f:replicas":{}}})");
  CHECK(object.owned("user").find("replicas") != std::string::npos);
  CHECK(outcome["status"]["replicas"] == 3);
}

TEST_CASE("What became by decoding what it was before keeps its times") {
  OneObject object("ConfigMap", "v1");
  CHECK_FALSE(object.apply("a", tree("{'data':{'k':'1'}}")));
  const json before = object.live;
  json same = before;
  same["metadata"]["managedFields"][0]["time"] = "2026-02-02T03:04:05Z";
  json value = same, owner = same;
  value["data"]["k"] = "2";
  owner["metadata"]["managedFields"][0]["manager"] = "b";
  for (json* after : {&same, &value, &owner}) keep_times(before, *after);
  CHECK(same == before);
  CHECK(value["metadata"]["managedFields"][0]["time"] == "2026-02-02T03:04:05Z");
  CHECK(owner["metadata"]["managedFields"][0]["time"] == "2026-02-02T03:04:05Z");
}

TEST_CASE("An object may be deep, but not so deep that no stack can hold it") {
  const Write write{schema::any_type(), "example.com/v1", "Widget", "a", "2026-01-02T03:04:05Z"};
  const auto nested = [](int depth) {
    json value = 1;
    for (int i = 0; i < depth; ++i) value = json{{"a", std::move(value)}};
    return json{{"apiVersion", "example.com/v1"}, {"kind", "Widget"}, {"spec", std::move(value)}};
  };
  json live, again;
  CHECK_FALSE(apply(write, nullptr, nested(900), false, live));
  CHECK_FALSE(apply(write, &live, nested(900), false, again));
  CHECK((again == live));
  CHECK(apply(write, nullptr, nested(1100), false, live).message ==
        "failed to create typed patch object (/; example.com/v1, Kind=Widget): exceeded max depth");
}

TEST_CASE("A kind without a schema has granular objects and atomic lists") {
  const Write write{schema::any_type(), "example.com/v1", "Widget", "a", "2026-01-02T03:04:05Z"};
  json config =
      tree("{'apiVersion':'example.com/v1','kind':'Widget','spec':{'size':1,'parts':[{'name':'p'}]}}");
  json live;
  CHECK_FALSE(apply(write, nullptr, config, false, live));
  Write other = write;
  other.manager = "b";
  config["spec"] = tree("{'colour':'red'}");
  json both;
  CHECK_FALSE(apply(other, &live, config, false, both));
  CHECK(both["spec"] == tree("{'size':1,'parts':[{'name':'p'}],'colour':'red'}"));
  config["spec"] = tree("{'parts':[{'name':'q'}]}");
  json none;
  CHECK(apply(other, &both, config, false, none).message ==
        R"(Apply failed with 1 conflict: conflict with "a": .spec.parts)");
}

// Found by the fuzzer: with the defaults of a struct that was applied empty, the struct itself was removed.
TEST_CASE("An empty struct that is applied again stays") {
  const schema::Type& pods = *schema::kubernetes().find_resource("", "v1", "pods")->type;
  const Write write{
      .type = pods, .api_version = "v1", .kind = "Pod", .manager = "a", .time = "2025-01-01T00:00:00Z"};
  const json wanted = tree("{'apiVersion':'v1','kind':'Pod','metadata':{'name':'x'},'spec':{}}");
  json live, again;
  REQUIRE_FALSE(apply::apply(write, nullptr, wanted, false, live));
  REQUIRE_FALSE(apply::apply(write, &live, wanted, false, again));
  CHECK(again == live);
}

}  // namespace
}  // namespace podium::apply
