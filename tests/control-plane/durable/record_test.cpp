#include "control-plane/durable/record.h"

#include "tests/control-plane/durable/shelf.h"

namespace podium {
namespace {

TEST_CASE("the key of a record says kind, namespace and name") {
  const KindInfo& deployment = *find_kind("apps", "v1", "Deployment");
  const KindInfo& node = *find_kind("", "v1", "Node");
  CHECK(record_key(deployment, {"default", "web"}) == "apps/deployments/default/web");
  CHECK(record_key(node, {"", "n1"}) == "core/nodes/n1");
  for (const KindInfo* kind : all_kinds()) {
    const Key key{kind->namespaced ? "some-space" : "", "some.name"};
    const auto read = parse_record_key(record_key(*kind, key));
    REQUIRE(read);
    CHECK(read->kind == kind);
    CHECK(read->key == key);
  }
  for (const char* odd : {"", "core", "core/pods", "core/pods/", "core/pods/default", "core/pods/default/",
                          "core/pods/a/b/c", "core/nodes/a/b", "nothing/pods/a/b", "core/nothing/a"}) {
    INFO(odd);
    CHECK(!parse_record_key(odd));
  }
}

TEST_CASE("an object is the same after it was recorded and read, but for its revision") {
  const Ref<Object> pod = object_of(R"({"apiVersion":"v1","kind":"Pod","metadata":{"name":"web-1",
    "namespace":"default","uid":"u-1","generation":3,"creationTimestamp":"2025-01-01T10:00:00Z",
    "labels":{"app":"web"},"finalizers":["a/b"],"managedFields":[{"manager":"kubectl"}]},
    "spec":{"containers":[{"name":"c","image":"i","somethingNew":[1,null,{"x":"\u00e9\n"}]}]},
    "status":{"phase":"Running"}})");
  const std::string bytes = record_of(*pod);
  CHECK_THAT(bytes, !Catch::Matchers::Contains("resourceVersion"));
  const ReadRecord read = read_record("core/pods/default/web-1", bytes, 77);
  REQUIRE(read.error == "");
  CHECK(read.object->metadata.resource_version == 77);
  const Ref<Object> again = pod->kind().clone(*read.object);
  again->metadata.resource_version = 0;
  CHECK(pod->kind().equal(*again, *pod));
  CHECK(record_of(*again) == bytes);
}

TEST_CASE("a record that cannot be read is named, with what is wrong") {
  const auto error = [](const char* key, const char* bytes) { return read_record(key, bytes, 1).error; };
  CHECK(error("core/pods/a/b", "{") == "core/pods/a/b: what is stored is not JSON");
  CHECK(error("future/things/a/b", "{}") ==
        "future/things/a/b: is not the key of an object that this Podium knows");
  CHECK(error("core/configmaps/a/b",
              R"({"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"a"}})") ==
        "core/configmaps/a/b: what is stored is another object");
  CHECK_THAT(
      error("apps/deployments/a/b", R"({"metadata":{"name":"b","namespace":"a"},"spec":{"replicas":"x"}})"),
      Catch::Matchers::Contains("apps/deployments/a/b: ") && Catch::Matchers::Contains("replicas"));
}

}  // namespace
}  // namespace podium
