// A store whose writes somebody else decides, and trials of what he might be asked to.
#include "control-plane/objects/kinds/config_map.h"
#include "control-plane/store/store.h"
#include "tests/control-plane/support/objects.h"
#include "tests/support/catch.h"

namespace podium {
namespace {

using testing::config_map;
using testing::in_default;

StoreChange added(const std::string& name, std::uint64_t revision) {
  const Ref<ConfigMap> map = config_map(name);
  map->metadata.resource_version = revision;
  return {ChangeType::kAdded, map, nullptr, revision};
}

std::vector<std::string> names(const Store& store) {
  std::vector<std::string> found;
  store.each(ConfigMap::info(), {},
             [&](const ObjectRef& object) { found.push_back(object->metadata.name.str()); });
  return found;
}

// "Several changes may share one revision": they are one transaction, of which watchers see all.
TEST_CASE("watchers of a store that follows are told whole transactions, once each") {
  Store store;
  std::vector<std::string> told;
  bool expired = false;
  const auto note = [&](const StoreChange& change) {
    told.push_back(change.object->metadata.name.str() + "@" + std::to_string(change.revision));
    CHECK(store.revision() == 9);
  };
  store.watch(ConfigMap::info(), Selector(), 0, note, expired);
  store.apply(added("a", 7));
  store.apply(added("b", 7));
  store.apply(added("c", 9));
  CHECK(told.empty());
  CHECK(store.revision() == 0);
  store.reach(9);
  const std::vector<std::string> all{"a@7", "b@7", "c@9"};
  CHECK(told == all);
  told.clear();
  store.watch(ConfigMap::info(), Selector(), 0, note, expired);
  CHECK(told == all);
  told.clear();
  store.watch(ConfigMap::info(), Selector(), 7, note, expired);
  CHECK(told == std::vector<std::string>{"c@9"});
}

TEST_CASE("a trial shows its writes to whoever reads, tells nobody, and leaves nothing behind") {
  Store store;
  store.create(config_map("kept"));
  const ObjectRef changed = store.create(config_map("changed"));
  store.create(config_map("removed"));
  int told = 0;
  bool expired = false;
  store.watch(
      ConfigMap::info(), Selector(), store.revision(), [&](const StoreChange&) { ++told; }, expired);

  store.begin_trial();
  store.update(config_map("changed", "2"));
  store.create(config_map("new"));
  store.remove(ConfigMap::info(), in_default("removed"));
  store.update(config_map("changed", "3"));
  store.create(config_map("passing"));
  store.remove(ConfigMap::info(), in_default("passing"));
  CHECK(names(store) == std::vector<std::string>{"changed", "kept", "new"});
  const auto writes = store.end_trial();

  CHECK(names(store) == std::vector<std::string>{"changed", "kept", "removed"});
  CHECK(store.get(ConfigMap::info(), in_default("changed")) == changed);
  CHECK(store.revision() == 3);
  CHECK(told == 0);
  // "The last for each key, in the order of the first."
  REQUIRE(writes.size() == 3);
  CHECK(writes[0].previous == changed);
  CHECK(static_cast<const ConfigMap&>(*writes[0].object).data == config_map("x", "3")->data);
  CHECK(writes[1].object->metadata.name == "new");
  CHECK(!writes[1].previous);
  CHECK(writes[2].deleted);
  CHECK(writes[2].previous->metadata.resource_version == 3);
}

TEST_CASE("indexes show a trial as long as it lasts") {
  Store store;
  store.add_index(Pod::info(), "spec.nodeName");
  const auto on_node = [&] {
    std::string wrong;
    const Selector selector(Pod::info(), {}, {}, {{"spec.nodeName", "n1", true}}, wrong);
    return store.list(Pod::info(), selector, 0, 0, {}).items.size();
  };
  store.create(testing::pod("web"));
  store.begin_trial();
  const Ref<Pod> bound = testing::pod("web");
  bound->spec.edit().node_name = "n1";
  store.update(bound);
  CHECK(on_node() == 1);
  store.end_trial();
  CHECK(on_node() == 0);
}

}  // namespace
}  // namespace podium
