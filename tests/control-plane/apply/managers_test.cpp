// metadata.managedFields itself: reading, writing, editing and resetting it, times, and how much there is.
#include "tests/control-plane/apply/one_object.h"

namespace podium::apply {
namespace {

json config_map(const char* data) { return {{"data", tree(data)}}; }

TEST_CASE("One broken entry makes the whole list count for nothing") {
  const json good = tree(
      R"({'manager':'m','operation':'Update','apiVersion':'v1','fieldsType':'FieldsV1','fieldsV1':{'f:data':{}}})");
  REQUIRE(decode_managers(json::array({good})));
  for (const auto& [name, value] : std::vector<std::pair<const char*, json>>{{"operation", "Patch"},
                                                                             {"operation", nullptr},
                                                                             {"apiVersion", ""},
                                                                             {"fieldsType", "FieldsV2"},
                                                                             {"fieldsType", nullptr},
                                                                             {"fieldsV1", {{"x", 1}}}}) {
    json bad = good;
    bad[name] = value;
    INFO(name);
    CHECK_FALSE(decode_managers(json::array({good, bad})));
  }
}

TEST_CASE("Those that apply come first, then by time, name, version and subresource") {
  const auto manager = [](const char* name, Operation operation, const char* version, const char* sub,
                          const char* time) {
    return Manager{name, operation, version, sub, time, FieldSet{field_path({"data"})}};
  };
  const Managers managers{manager("b", Operation::kUpdate, "v1", "", "2026-01-01T00:00:02Z"),
                          manager("a", Operation::kUpdate, "v1", "status", "2026-01-01T00:00:02Z"),
                          manager("a", Operation::kUpdate, "v1", "", "2026-01-01T00:00:02Z"),
                          manager("z", Operation::kUpdate, "v1", "scale", ""),
                          manager("c", Operation::kApply, "v1", "", "2026-01-01T00:00:09Z")};
  std::string order;
  for (const json& entry : encode_managers(managers))
    order += entry["manager"].get<std::string>() + entry.value("subresource", "") + " ";
  CHECK(order == "c zscale a astatus b ");
}

TEST_CASE("What names an object, and what only the server sets, has no owner") {
  OneObject object("ConfigMap", "v1");
  json fresh = config_map("{'k':'1'}");
  fresh["metadata"] = tree(
      "{'namespace':'default','uid':'u','resourceVersion':'1','generation':1,"
      "'creationTimestamp':'2026-01-01T00:00:00Z','labels':{'a':'b'}}");
  object.update("m", fresh);
  CHECK(object.owned("m", Operation::kUpdate) ==
        R"({"f:data":{".":{},"f:k":{}},"f:metadata":{"f:labels":{".":{},"f:a":{}}}})");
}

TEST_CASE("A write in the object itself owns no status, a write of the status nothing else") {
  OneObject object;
  object.update("user", tree("{'spec':{'replicas':1},'status':{'replicas':9}}"));
  CHECK(object.owned("user", Operation::kUpdate) == R"({"f:spec":{"f:replicas":{}}})");
  object.patch("controller",
               tree("{'spec':{'replicas':5},'status':{'replicas':3},"
                    "'metadata':{'labels':{'a':'b'},'annotations':{'c':'d'}}}"),
               "status");
  CHECK(object.owned("controller", Operation::kUpdate, "status") ==
        R"({"f:metadata":{"f:annotations":{".":{},"f:c":{}}},"f:status":{"f:replicas":{}}})");
  CHECK(object.owned("user", Operation::kUpdate) == R"({"f:spec":{"f:replicas":{}}})");
}

TEST_CASE("A time changes with what its manager wrote, not otherwise") {
  OneObject object("ConfigMap", "v1");
  object.update("m", config_map("{'a':'1','b':'1'}"));
  const std::string first = object.time;
  object.time = "2026-01-02T03:05:00Z";
  object.patch("m", json::object());
  object.patch("n", tree("{'data':{'a':'2'}}"));
  object.patch("m", tree("{'data':{'b':null}}"));
  CHECK(object.time_of("m", Operation::kUpdate) == first);
  CHECK(object.owned("m", Operation::kUpdate) == R"({"f:data":{}})");
  object.patch("m", tree("{'data':{'a':'3'}}"));
  CHECK(object.time_of("m", Operation::kUpdate) == object.time);
  CHECK(object.owned("n", Operation::kUpdate) == "");
}

TEST_CASE("An apply that changes nothing leaves everything as it was, times included") {
  OneObject object("ConfigMap", "v1");
  CHECK_FALSE(object.apply("a", config_map("{'k':'1'}")));
  const json before = object.live;
  object.time = "2026-02-02T03:04:05Z";
  CHECK_FALSE(object.apply("a", config_map("{'k':'1'}")));
  CHECK(object.live == before);
  CHECK_FALSE(object.apply("a", config_map("{'k':'2'}")));
  CHECK(object.time_of("a") == object.time);
}

TEST_CASE(
    "An object without owners is not tracked until somebody applies; then what it has is "
    "before-first-apply's") {
  OneObject object("ConfigMap", "v1");
  object.live =
      tree("{'apiVersion':'v1','kind':'ConfigMap','metadata':{'name':'web'},'data':{'k':'1','l':'1'}}");
  object.patch("m", tree("{'data':{'l':'2'}}"));
  CHECK(object.managers().empty());
  const Failure failure = object.apply("a", config_map("{'k':'2'}"));
  CHECK(failure.message ==
        R"(Apply failed with 1 conflict: conflict with "before-first-apply" using v1: .data.k)");
  CHECK_FALSE(object.apply("a", config_map("{'k':'1'}")));
  CHECK(object.owned("before-first-apply", Operation::kUpdate) == R"({"f:data":{".":{},"f:k":{},"f:l":{}}})");
  CHECK(object.owned("a") == R"({"f:data":{"f:k":{}}})");
}

TEST_CASE("An empty list, or one empty entry, ends tracking; a missing or a broken list does not") {
  for (const char* reset : {"[]", "[{}]"}) {
    OneObject object("ConfigMap", "v1");
    object.update("m", config_map("{'k':'1'}"));
    json wanted = object.live;
    wanted["metadata"]["managedFields"] = tree(reset);
    object.update("m", wanted);
    CHECK(object.managers().empty());
  }
  for (const char* kept : {"null", "[{'manager':'x'}]"}) {
    OneObject object("ConfigMap", "v1");
    object.update("m", config_map("{'k':'1'}"));
    json wanted = object.live;
    wanted["metadata"]["managedFields"] = tree(kept);
    object.update("n", wanted);
    CHECK(object.owned("m", Operation::kUpdate) == R"({"f:data":{".":{},"f:k":{}}})");
  }
}

TEST_CASE("Clients may edit the list, though not through a subresource, and not in an apply") {
  OneObject object;
  object.update("old", tree("{'spec':{'replicas':1}}"));
  json wanted = object.live;
  wanted["metadata"]["managedFields"][0]["manager"] = "new";
  object.update("m", wanted, "status");
  CHECK(object.owned("old", Operation::kUpdate) == R"({"f:spec":{"f:replicas":{}}})");
  wanted["metadata"]["managedFields"][0]["manager"] = "new";
  object.update("m", wanted);
  CHECK(object.owned("old", Operation::kUpdate) == "");
  CHECK(object.owned("new", Operation::kUpdate) == R"({"f:spec":{"f:replicas":{}}})");
  const Failure failure = object.apply("a", object.live);
  CHECK(failure.code == 400);
  CHECK(failure.message == "metadata.managedFields must be nil");
}

TEST_CASE("At most ten managers that update are kept, the oldest become ancient-changes") {
  OneObject object("ConfigMap", "v1");
  CHECK_FALSE(object.apply("applier", config_map("{'k':'1'}")));
  for (int i = 0; i < 15; ++i) {
    object.time = "2026-01-02T03:04:" + std::to_string(10 + i) + "Z";
    object.patch("m" + std::to_string(i), {{"data", {{"k" + std::to_string(i), "1"}}}});
  }
  CHECK(object.managers().size() == 11);
  CHECK(object.owned("ancient-changes", Operation::kUpdate) ==
        R"({"f:data":{"f:k0":{},"f:k1":{},"f:k2":{},"f:k3":{},"f:k4":{},"f:k5":{}}})");
  CHECK(object.time_of("ancient-changes", Operation::kUpdate) == "2026-01-02T03:04:15Z");
  CHECK(object.owned("m6", Operation::kUpdate) == R"({"f:data":{"f:k6":{}}})");
}

TEST_CASE("Managers that speak of a version that is not served are forgotten") {
  OneObject object;
  object.update("m", tree("{'spec':{'replicas':1}}"));
  json wanted = object.live;
  wanted["metadata"]["managedFields"][0]["apiVersion"] = "apps/v1beta1";
  object.update("n", wanted);
  CHECK(object.managers().empty());
}

TEST_CASE("A manager is named by its parameter, else by the program that asks") {
  CHECK(manager_name("me", "kubectl/v1.33.0 (linux/amd64)") == "me");
  CHECK(manager_name("", "kubectl/v1.33.0 (linux/amd64)") == "kubectl");
  CHECK(manager_name("", "cur\x01l") == "curl");
  CHECK(manager_name("", std::string(127, 'a') + "\xc3\xa4") == std::string(127, 'a'));
  OneObject object("ConfigMap", "v1");
  object.update(manager_name("", ""), config_map("{'k':'1'}"));
  CHECK(object.owned("unknown", Operation::kUpdate) == R"({"f:data":{".":{},"f:k":{}}})");
}

}  // namespace
}  // namespace podium::apply
