#include "tests/control-plane/durable/shelf.h"

namespace podium {
namespace {

using Kind = DurableOutcome::Kind;

TEST_CASE("an object that was written is applied when the reply comes, and there in the next life") {
  const testing::TemporaryFolder directory;
  Revision revision = 0;
  {
    Life life(directory.file("cluster.db"));
    const WrittenObject created = life.put(config_map("a", "1"), 0);
    REQUIRE(created.kind == Kind::kCommitted);
    CHECK(life.shelf.get(created.object->kind(), {"default", "a"}) == created.object);  // not decoded anew
    const WrittenObject updated = life.put(config_map("a", "2"), created.object->metadata.resource_version);
    REQUIRE(updated.kind == Kind::kCommitted);
    CHECK(life.put(config_map("a", "3"), created.object->metadata.resource_version).kind == Kind::kConflict);
    CHECK(life.put(config_map("a", "3"), 0).kind == Kind::kConflict);
    const WrittenObject other = life.put(config_map("b", "1"), 0);
    const WrittenObject removed = life.remove(other.object);
    REQUIRE(removed.kind == Kind::kCommitted);
    revision = removed.object->metadata.resource_version;
    CHECK(revision > other.object->metadata.resource_version);
    CHECK(life.shelf.changes.size() == 4);
    CHECK(life.shelf.changes[3].type == ChangeType::kDeleted);
    CHECK(life.shelf.changes[3].object == removed.object);
  }
  Life life(directory.file("cluster.db"));
  CHECK(life.shelf.revision == revision);
  REQUIRE(life.shelf.objects.size() == 1);
  const ObjectRef kept = life.shelf.objects.begin()->second;
  CHECK(kept->metadata.resource_version == revision - 2);
  CHECK(get_path(*kept, "data.key") == "2");
  CHECK(life.unreadable.empty());
}

// As when an etcd has forgotten the changes in between.
TEST_CASE("a second snapshot is told as the changes that lead to it") {
  Shelf shelf;
  Follower follower(shelf, [](const std::string& error) { FAIL(error); });
  const auto entry = [](const char* name, const char* value, Revision created, Revision modified) {
    return DurableEntry{std::string("core/configmaps/default/") + name, record_of(*config_map(name, value)),
                        created, modified};
  };
  follower.take({{entry("a", "1", 1, 4), entry("b", "1", 2, 2), entry("c", "1", 3, 3)}, 6});
  REQUIRE(shelf.changes.size() == 3);
  CHECK(shelf.changes[0].revision == 2);
  CHECK(shelf.changes[2].revision == 4);
  CHECK(shelf.revision == 6);
  CHECK(shelf.forgotten == 6);
  shelf.changes.clear();
  const ObjectRef a = shelf.objects.at("core/configmaps/default/a");
  follower.take({{entry("a", "1", 1, 4), entry("c", "2", 3, 8), entry("d", "1", 7, 7)}, 9});
  REQUIRE(shelf.changes.size() == 3);
  CHECK(shelf.changes[0].type == ChangeType::kAdded);     // d, at 7
  CHECK(shelf.changes[1].type == ChangeType::kModified);  // c, at 8
  CHECK(shelf.changes[2].type == ChangeType::kDeleted);   // b, some time until 9
  CHECK(shelf.changes[2].revision == 9);
  CHECK(shelf.objects.at("core/configmaps/default/a") == a);
}

TEST_CASE("of two writes of the same bytes one is a conflict, and both are answered") {
  const testing::TemporaryFolder directory;
  Life life(directory.file("cluster.db"));
  std::vector<WrittenObject> replies;
  for (int i = 0; i < 2; ++i) {
    life.objects.put(config_map("a", "1"), 0, Duration{0}, [&](WrittenObject written) {
      replies.push_back(std::move(written));
      if (replies.size() == 2) life.executor.stop();
    });
  }
  life.executor.run();
  CHECK(replies[0].kind == Kind::kCommitted);
  CHECK(replies[0].object == life.shelf.objects.begin()->second);
  CHECK(replies[1].kind == Kind::kConflict);
  CHECK(replies[1].object == nullptr);
}

TEST_CASE("a record of a kind that is not known is reported, and the rest is there") {
  const testing::TemporaryFolder directory;
  {
    Life life(directory.file("cluster.db"));
    life.store->commit({{{"future/things/x", 0}}, {{"future/things/x", "{}"}}}, [](const DurableOutcome&) {});
    CHECK(life.put(config_map("a", "1"), 0).kind == Kind::kCommitted);
  }
  Life life(directory.file("cluster.db"));
  CHECK(life.shelf.objects.size() == 1);
  REQUIRE(life.unreadable.size() == 1);
  CHECK_THAT(life.unreadable[0], Catch::Matchers::Contains("future/things/x"));
}

}  // namespace
}  // namespace podium
