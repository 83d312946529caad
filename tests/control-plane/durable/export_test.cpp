#include "control-plane/durable/export.h"

#include "tests/control-plane/durable/shelf.h"

namespace podium {
namespace {

DurableSnapshot snapshot_of(const Shelf& shelf) {
  DurableSnapshot snapshot;
  snapshot.revision = shelf.revision;
  for (const auto& [key, object] : shelf.objects) {
    const Ref<Object> bare = object->kind().clone(*object);
    bare->metadata.resource_version = 0;
    snapshot.entries.push_back({key, record_of(*bare), 1, object->metadata.resource_version});
  }
  return snapshot;
}

Status import_text(Life& life, const std::string& text) {
  ImportPlan plan = plan_import(text);
  REQUIRE(plan.error == "");
  Status status;
  import_into(*life.store, std::move(plan.transactions), [&](Status done) {
    status = std::move(done);
    life.executor.stop();
  });
  life.executor.run();
  return status;
}

TEST_CASE("what was exported is imported into another store, in the order of its last changes") {
  const testing::TemporaryFolder from, to;
  Life one(from.file("cluster.db"));
  for (int i = 0; i < 250; ++i) one.put(config_map("m" + std::to_string(i), std::to_string(i)), 0);
  const ObjectRef first = one.shelf.objects.at("core/configmaps/default/m0");
  one.put(config_map("m0", "last"), first->metadata.resource_version);
  const std::string text = export_text(snapshot_of(one.shelf));
  Life two(to.file("cluster.db"));
  REQUIRE(import_text(two, text).ok());
  REQUIRE(two.shelf.objects.size() == 250);
  CHECK(two.unreadable.empty());
  CHECK(get_path(*two.shelf.objects.at("core/configmaps/default/m0"), "data.key") == "last");
  CHECK(two.shelf.objects.at("core/configmaps/default/m0")->metadata.resource_version == 250);
  CHECK(two.shelf.objects.at("core/configmaps/default/m1")->metadata.resource_version == 1);
  // The same again: what is there is not overwritten.
  const Status again = import_text(two, text);
  REQUIRE(!again.ok());
  CHECK_THAT(again.error().message,
             Catch::Matchers::Contains("is there already: import into an empty store"));
  CHECK(two.shelf.revision == 250);
}

// A definition's line may be behind those of its objects: it is written anew whenever its status is.
TEST_CASE("kinds that an export defines are told of first, wherever their lines are") {
  const std::string text =
      R"({"podiumExport":1,"revision":5})"
      "\n"
      R"({"key":"example.com/widgets/default/w","object":{"apiVersion":"v1","kind":"ConfigMap","metadata":{"namespace":"default","name":"w"}}})"
      "\n"
      R"({"key":"apiextensions.k8s.io/customresourcedefinitions/widgets.example.com","object":{"apiVersion":"apiextensions.k8s.io/v1","kind":"CustomResourceDefinition","metadata":{"name":"widgets.example.com"}}})"
      "\n";
  CHECK(plan_import(text).error ==
        "line 2: example.com/widgets/default/w: is not the key of an object that this Podium knows");
  bool defined = false;
  ImportKinds kinds;
  kinds.define = [&](const Object& definition) {
    defined = definition.metadata.name == "widgets.example.com";
  };
  kinds.find = [&](std::string_view group, std::string_view plural) {
    const bool custom = defined && group == "example.com" && plural == "widgets";
    return find_built_in_kind(custom ? "" : group, custom ? "configmaps" : plural);  // as good a kind as any
  };
  const ImportPlan plan = plan_import(text, kinds);
  CHECK(plan.error == "");
  CHECK(plan.transactions.size() == 2);
}

TEST_CASE("an import names the line that is wrong, and imports nothing") {
  const std::string head = R"({"podiumExport":1,"revision":5})";
  const auto error = [](const std::string& text) {
    const ImportPlan plan = plan_import(text);
    CHECK(plan.transactions.empty());
    return plan.error;
  };
  CHECK(error("") == "line 1: this is not an export of Podium's");
  CHECK(error("apiVersion: v1\n") == "line 1: this is not an export of Podium's");
  CHECK(error(R"({"podiumExport":2})") == "line 1: this export has format 2, and this Podium knows 1");
  CHECK(error(head + "\n{}\n") == R"(line 2: expected {"key": ..., "object": {...}})");
  CHECK(error(head + "\n{\"key\":\"core/x/y\",\"object\":{}}\n") ==
        "line 2: core/x/y: is not the key of an object that this Podium knows");
  CHECK(plan_import(head + "\n").error == "");
}

}  // namespace
}  // namespace podium
