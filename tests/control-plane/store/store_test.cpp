#include "control-plane/store/store.h"

#include "control-plane/objects/kinds/config_map.h"
#include "control-plane/objects/kinds/pod.h"
#include "runtime/env/random.h"
#include "tests/support/catch.h"

using namespace podium;

namespace {

Ref<Pod> pod(const std::string& name, const std::string& node = "", const std::string& app = "a") {
  auto pod = make_ref<Pod>();
  pod->metadata.namespace_ = "default";
  pod->metadata.name = name;
  pod->metadata.labels = {{"app", app}};
  pod->spec.edit().node_name = node;
  return pod;
}

Key key(const std::string& name) { return {"default", name}; }

Selector by_fields(const std::vector<FieldTest>& fields) {
  std::string wrong;
  Selector selector(Pod::info(), {}, {}, fields, wrong);
  REQUIRE(wrong.empty());
  return selector;
}

Selector on_node(const std::string& node) { return by_fields({{"spec.nodeName", node, true}}); }

const char* name_of(ChangeType type) {
  return type == ChangeType::kAdded ? "+" : type == ChangeType::kModified ? "~" : "-";
}

// Changes as lines: "+web@3".
struct Log {
  std::vector<std::string> lines;
  Store::Watcher watcher() {
    return [this](const StoreChange& change) {
      lines.push_back(name_of(change.type) + change.object->metadata.name.str() + "@" +
                      std::to_string(change.revision));
    };
  }
};

void start(Store& store, Selector selector, std::uint64_t after, Store::Watcher watcher) {
  bool expired = false;
  REQUIRE(store.watch(Pod::info(), std::move(selector), after, std::move(watcher), expired) != 0);
  REQUIRE_FALSE(expired);
}

// One random write on one of few pods.
void write(Store& store, Random& random) {
  const std::string name = "p" + std::to_string(random.below(20));
  const std::string node = random.chance({1, 2}) ? "n" + std::to_string(random.below(4)) : "";
  if (!store.get(Pod::info(), key(name)))
    store.create(pod(name, node));
  else if (random.chance({1, 3}))
    store.remove(Pod::info(), key(name));
  else
    store.update(pod(name, node));
}

std::string text_of(const std::vector<ObjectRef>& items) {
  std::string text;
  for (const ObjectRef& item : items)
    text += item->metadata.name.str() + "@" + std::to_string(item->metadata.resource_version) + " ";
  return text;
}

std::string all_at(const Store& store, std::uint64_t at) {
  return text_of(store.list(Pod::info(), {}, 0, at, {}).items);
}

}  // namespace

TEST_CASE("a watch from any revision tells exactly what came behind it, in order") {
  Store store;
  Random random(GENERATE(1u, 2u, 3u));
  Log whole;
  start(store, {}, 0, whole.watcher());
  std::vector<std::pair<std::uint64_t, std::unique_ptr<Log>>> late;
  for (int i = 0; i < 400; ++i) {
    write(store, random);
    if (i % 7 != 0) continue;
    const std::uint64_t after = random.below(store.revision() + 1);
    late.emplace_back(after, std::make_unique<Log>());
    start(store, {}, after, late.back().second->watcher());
  }
  REQUIRE(whole.lines.size() == store.revision());
  for (const auto& [after, log] : late) {
    CHECK(log->lines == std::vector<std::string>(whole.lines.begin() + static_cast<std::ptrdiff_t>(after),
                                                 whole.lines.end()));
  }
}

TEST_CASE("an object that enters a selection is added; one that leaves is deleted as it last was inside") {
  Store store;
  std::vector<StoreChange> seen;
  start(store, on_node("n1"), 0, [&](const StoreChange& change) { seen.push_back(change); });
  store.create(pod("web"));
  CHECK(seen.empty());
  store.update(pod("web", "n1"));
  store.update(pod("web", "n1", "b"));
  store.update(pod("web", "n2"));
  REQUIRE(seen.size() == 3);
  CHECK(seen[0].type == ChangeType::kAdded);
  CHECK(seen[1].type == ChangeType::kModified);
  CHECK(seen[2].type == ChangeType::kDeleted);
  const Pod& last = static_cast<const Pod&>(*seen[2].object);
  CHECK(last.spec->node_name == "n1");
  CHECK(last.metadata.resource_version == 4);
  store.remove(Pod::info(), key("web"));
  CHECK(seen.size() == 3);
}

TEST_CASE("all watchers of a change are handed the same object") {
  Store store;
  std::vector<const Object*> seen;
  for (int i = 0; i < 3; ++i)
    start(store, {}, 0, [&](const StoreChange& change) { seen.push_back(change.object.get()); });
  const ObjectRef stored = store.create(pod("web"));
  CHECK(seen == std::vector<const Object*>(3, stored.get()));
}

TEST_CASE("a change asks only the watchers of its own node, name or namespace") {
  Store store;
  int told = 0;
  const auto count = [&](const StoreChange&) { ++told; };
  for (int i = 0; i < 1000; ++i) {
    start(store, on_node("n" + std::to_string(i)), 0, count);
    start(store, by_fields({{"metadata.name", "p" + std::to_string(i), true}}), 0, count);
    std::string wrong;
    start(store, Selector(Pod::info(), Text("space-" + std::to_string(i)), {}, {}, wrong), 0, count);
  }
  store.create(pod("p1", "n7"));
  CHECK(told == 2);
  CHECK(store.watchers_asked() == 2);
  store.update(pod("p1", "n8"));
  CHECK(told == 5);  // n7, n8, and the name
  CHECK(store.watchers_asked() == 5);
}

TEST_CASE("what a watcher writes is told after the change that it was told, to all in one order") {
  Store store;
  Log first, last;
  start(store, {}, 0, first.watcher());
  start(store, {}, 0, [&](const StoreChange& change) {
    if (change.revision == 1) {
      store.update(pod("web", "n1"));
      store.create(pod("second"));
      CHECK(store.revision() == 3);
    }
  });
  start(store, {}, 0, last.watcher());
  store.create(pod("web"));
  CHECK(first.lines == std::vector<std::string>{"+web@1", "~web@2", "+second@3"});
  CHECK(last.lines == first.lines);
}

TEST_CASE("a watch that is opened while others are told hears each change once") {
  Store store;
  Log late;
  start(store, {}, 0, [&](const StoreChange& change) {
    if (change.revision != 1) return;
    store.create(pod("second"));
    start(store, {}, 0, late.watcher());
  });
  store.create(pod("first"));
  store.create(pod("third"));
  CHECK(late.lines == std::vector<std::string>{"+first@1", "+second@2", "+third@3"});
}

TEST_CASE("a watch may end itself and others while it is told") {
  Store store;
  bool expired = false;
  int told = 0;
  Store::WatchId one = 0, other = 0;
  one = store.watch(
      Pod::info(), {}, 0,
      [&](const StoreChange&) {
        ++told;
        store.stop(one);
        store.stop(other);
      },
      expired);
  other = store.watch(
      Pod::info(), {}, 0, [&](const StoreChange&) { ++told; }, expired);
  store.create(pod("a"));
  store.create(pod("b"));
  CHECK(told == 1);
  CHECK(store.watchers() == 0);
}

TEST_CASE("lists of the past show what was there then, page by page") {
  Store store;
  Random random(GENERATE(4u, 5u));
  std::map<std::uint64_t, std::string> snapshots;
  for (int i = 0; i < 300; ++i) {
    write(store, random);
    snapshots[store.revision()] = all_at(store, 0);
  }
  for (const auto& [revision, snapshot] : snapshots) {
    std::vector<ObjectRef> items;
    Store::Page page;
    do {
      page = store.list(Pod::info(), {}, 3, revision, items.empty() ? Key() : key_of(*items.back()));
      items.insert(items.end(), page.items.begin(), page.items.end());
    } while (page.more);
    CHECK(text_of(items) == snapshot);
  }
}

TEST_CASE("a list by an indexed field finds what a search of everything finds") {
  Store plain, indexed;
  Random random(6);
  for (int i = 0; i < 300; ++i) {
    Random same = random;
    write(plain, random);
    write(indexed, same);
    if (i == 100) indexed.add_index(Pod::info(), "spec.nodeName");
  }
  for (const char* node : {"n0", "n1", "n2", "n3", "n9", ""}) {
    const Store::Page expected = plain.list(Pod::info(), on_node(node), 2, 0, {});
    const Store::Page found = indexed.list(Pod::info(), on_node(node), 2, 0, {});
    CHECK(text_of(found.items) == text_of(expected.items));
    CHECK(found.remaining == expected.remaining);
  }
}

TEST_CASE("history is bounded by count and by compaction; behind it watches and lists are refused") {
  StoreOptions options;
  options.history = 10;
  Store store(options);
  for (int i = 0; i < 20; ++i) store.create(pod("p" + std::to_string(i)));
  bool expired = false;
  Log log;
  CHECK(store.watch(Pod::info(), {}, 9, log.watcher(), expired) == 0);
  CHECK(expired);
  CHECK(store.list(Pod::info(), {}, 0, 9, {}).expired);
  start(store, {}, 10, log.watcher());
  CHECK(log.lines.size() == 10);
  store.compact(15);
  CHECK(store.list(Pod::info(), {}, 0, 14, {}).expired);
  CHECK(store.list(Pod::info(), {}, 0, 15, {}).items.size() == 15);
  // Kinds without changes know as little of that past as the others.
  CHECK(store.watch(ConfigMap::info(), {}, 14, log.watcher(), expired) == 0);
}
