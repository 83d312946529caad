#include "control-plane/durable/gate.h"

#include "tests/control-plane/durable/shelf.h"

namespace podium {
namespace {

// An API server's store with a file below it, both empty.
struct Gated {
  explicit Gated(const std::string& file) : life(file) {}

  void run_until_durable() {
    gate.when_durable([this] { life.executor.stop(); });
    life.executor.run();
  }

  Life life;
  Store store;
  std::string lost;
  DurableGate gate{store, *life.store, [this](const std::string& why) { lost = why; }};
};

TEST_CASE("what a store did before the gate opened is on the disk, under the same revisions") {
  const testing::TemporaryFolder directory;
  std::map<std::string, std::uint64_t> revisions;
  {
    Gated gated(directory.file("cluster.db"));
    for (int i = 0; i < 50; ++i) gated.store.create(config_map("m" + std::to_string(i), "1"));
    gated.store.update(config_map("m3", "2"));
    const KindInfo& kind = *find_kind("", "v1", "ConfigMap");
    gated.store.remove(kind, {"default", "m4"});
    gated.run_until_durable();
    CHECK(gated.gate.durable() == gated.store.revision());
    CHECK(gated.lost == "");
    gated.store.each(kind, {}, [&](const ObjectRef& object) {
      revisions[record_key(kind, key_of(*object))] = object->metadata.resource_version;
    });
  }
  Life next(directory.file("cluster.db"));
  CHECK(next.shelf.revision == 52);
  REQUIRE(next.shelf.objects.size() == 49);
  for (const auto& [key, object] : next.shelf.objects)
    CHECK(revisions.at(key) == object->metadata.resource_version);
}

// "Holds back what anybody could learn of them until they are durable."
TEST_CASE("the gate lets answers and events through in order, once what they tell of is durable") {
  const testing::TemporaryFolder directory;
  Gated gated(directory.file("cluster.db"));
  std::vector<std::string> out;
  bool expired = false;
  gated.store.watch(
      *find_kind("", "v1", "ConfigMap"), Selector(), 0,
      [&](const StoreChange& change) {
        gated.gate.when_durable(
            [&out, revision = change.revision] { out.push_back("event " + std::to_string(revision)); });
      },
      expired);
  gated.gate.when_durable([&] { out.push_back("read before"); });
  CHECK(out == std::vector<std::string>{"read before"});  // nothing is on its way: at once
  gated.store.create(config_map("a", "1"));
  gated.gate.when_durable([&] { out.push_back("answer 1"); });
  gated.store.create(config_map("b", "1"));
  gated.gate.when_durable([&] { out.push_back("read 2"); });
  CHECK(out.size() == 1);
  gated.run_until_durable();
  CHECK(out == std::vector<std::string>{"read before", "event 1", "answer 1", "event 2", "read 2"});
}

TEST_CASE("the gate stays closed when somebody else has written to the file, and says why") {
  const testing::TemporaryFolder directory;
  Gated gated(directory.file("cluster.db"));
  gated.life.store->commit({{{"core/configmaps/default/x", 0}}, {{"core/configmaps/default/x", "{}"}}},
                           [](const DurableOutcome&) {});
  gated.store.create(config_map("a", "1"));
  bool open = false;
  gated.gate.when_durable([&] { open = true; });
  gated.life.executor.run_after(300ms, [&] { gated.life.executor.stop(); });
  gated.life.executor.run();
  CHECK(!open);
  CHECK(gated.lost == "the write of revision 1 became revision 2 of the durable store");
  gated.gate.when_durable([&] { open = true; });
  CHECK(!open);
}

}  // namespace
}  // namespace podium
