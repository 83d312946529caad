#include "control-plane/client/cache.h"

#include <map>

#include "control-plane/objects/kinds/config_map.h"
#include "tests/control-plane/support/server.h"
#include "tests/support/catch.h"

using namespace podium;
using podium::testing::Ground;

namespace {

Ref<ConfigMap> config(const std::string& name, int value) {
  auto map = make_ref<ConfigMap>();
  map->metadata.name = name;
  map->metadata.namespace_ = "default";
  map->data = {{"k", std::to_string(value)}};
  return map;
}

// Every object of the cache and of the store, name and revision.
std::string content(const Cache<ConfigMap>& cache) {
  std::string text;
  cache.each([&](const ConfigMap& m) {
    text += m.metadata.name.str() + "@" + std::to_string(m.metadata.resource_version) + " ";
  });
  return text;
}

std::string content(const Store& store) {
  std::string text;
  store.each(ConfigMap::info(), {}, [&](const ObjectRef& m) {
    text += m->metadata.name.str() + "@" + std::to_string(m->metadata.resource_version) + " ";
  });
  return text;
}

// Writes, changes and deletes maps at random.
void stir(Ground& ground, Random& random, int times) {
  for (int i = 0; i < times; ++i) {
    const std::string name = "m" + std::to_string(random.below(30));
    const Key key{"default", name};
    if (!ground.store.get(ConfigMap::info(), key))
      ground.create(config(name, i));
    else if (random.chance({1, 3}))
      ground.remove(ConfigMap::info(), key);
    else
      ground.update(config(name, i));
    ground.engine.run_for(random.between(Duration{0}, Duration{20ms}));
  }
}

}  // namespace

TEST_CASE("a cache equals the store when all is quiet") {
  Ground ground(GENERATE(1, 2, 3));
  Random random(7);
  const auto client = ground.connect();
  Cache<ConfigMap> cache(*client);
  cache.start();
  stir(ground, random, 300);
  ground.engine.run_for(5s);
  CHECK(cache.synced());
  CHECK(content(cache) == content(ground.store));
}

TEST_CASE("handlers see each change once and in order, through cuts of the link") {
  Ground ground(GENERATE(11, 12, 13));
  Random random(5);
  const auto client = ground.connect();
  Cache<ConfigMap> cache(*client);
  std::map<Key, std::uint64_t> known;
  cache.on_change([&](const ConfigMap* before, const ConfigMap* after) {
    const Key key = key_of(after != nullptr ? *after : *before);
    if (before == nullptr) {
      CHECK_FALSE(known.contains(key));
    } else {
      CHECK(known[key] == before->metadata.resource_version);
    }
    if (after == nullptr) {
      known.erase(key);
      return;
    }
    CHECK((before == nullptr || after->metadata.resource_version > before->metadata.resource_version));
    known[key] = after->metadata.resource_version;
  });
  cache.start();
  for (int round = 0; round < 4; ++round) {
    stir(ground, random, 60);
    REQUIRE(ground.world.chaos().cut_link("client", "master", false).ok());
    stir(ground, random, 40);
    ground.engine.run_for(round % 2 == 0 ? Duration{2s}
                                         : Duration{90s});  // shorter and longer than a connection lives
    REQUIRE(ground.world.chaos().mend_link("client", "master").ok());
    ground.engine.run_for(3min);
    CHECK(content(cache) == content(ground.store));
  }
  CHECK(known.size() == cache.size());
}

TEST_CASE("a cache survives an outage of the API server and forgets what was deleted meanwhile") {
  Ground ground;
  const auto client = ground.connect();
  for (int i = 0; i < 10; ++i) ground.create(config("m" + std::to_string(i), i));
  Cache<ConfigMap> cache(*client);
  cache.start();
  ground.engine.run_for(1s);
  REQUIRE(cache.size() == 10);
  ground.stop_server();
  ground.store.remove(ConfigMap::info(), Key{"default", "m3"});
  ground.engine.run_for(2min);
  CHECK(cache.size() == 10);
  ground.start_server();
  ground.engine.run_for(2min);
  CHECK(cache.size() == 9);
  CHECK(content(cache) == content(ground.store));
}

TEST_CASE("a client that fell behind history lists anew and reports the differences") {
  Ground ground;
  const auto client = ground.connect();
  Cache<ConfigMap> cache(*client);
  int gone = 0;
  cache.on_change([&](const ConfigMap*, const ConfigMap* after) { gone += after == nullptr ? 1 : 0; });
  for (int i = 0; i < 5; ++i) ground.create(config("m" + std::to_string(i), i));
  cache.start();
  ground.engine.run_for(1s);
  REQUIRE(ground.world.chaos().cut_link("client", "master", false).ok());
  ground.engine.run_for(2min);
  ground.remove(ConfigMap::info(), Key{"default", "m0"});
  for (int i = 0; i < 10'100; ++i) ground.update(config("m1", 1000 + i));  // more than history keeps
  REQUIRE(ground.world.chaos().mend_link("client", "master").ok());
  ground.engine.run_for(3min);
  CHECK(gone == 1);
  CHECK(content(cache) == content(ground.store));
}

TEST_CASE("requests are answered or refused, never forgotten") {
  Ground ground;
  ClientOptions options;
  options.timeout = 10s;
  const auto client = ground.connect(options);
  std::map<int, int> codes;
  const auto ask = [&] {
    client->create(config("m", 1), [&](const ApiResponse& r) { ++codes[r.status.code]; });
  };
  ask();
  ground.engine.run_for(1s);
  ask();
  ground.engine.run_for(1s);
  REQUIRE(ground.world.chaos().cut_link("client", "master", false).ok());
  ask();
  ground.engine.run_for(15s);
  CHECK(codes[201] == 1);
  CHECK(codes[409] == 1);
  CHECK(codes[504] == 1);
  ground.stop_server();
  REQUIRE(ground.world.chaos().mend_link("client", "master").ok());
  ground.engine.run_for(2min);
  ask();
  ground.engine.run_for(2min);
  CHECK(codes[503] + codes[504] == 2);
}

TEST_CASE("a client keeps to its rate after its burst") {
  Ground ground;
  ClientOptions options;
  options.qps = 10;
  options.burst = 5;
  const auto client = ground.connect(options);
  int done = 0;
  for (int i = 0; i < 100; ++i)
    client->create(config("m" + std::to_string(i), 1), [&](const ApiResponse&) { ++done; });
  ground.engine.run_for(1s);
  CHECK(done >= 14);
  CHECK(done <= 15);
  ground.engine.run_for(9s);
  CHECK(done == 100);
}

// client-go, rest/request.go: a throttled client returns no time-outs to callers before it makes a request.
TEST_CASE("a request that waits for its turn for longer than its timeout is made all the same, once") {
  Ground ground;
  ClientOptions options;
  options.qps = 1;
  options.burst = 1;
  options.timeout = 5s;
  const auto client = ground.connect(options);
  std::map<int, int> codes;
  for (int i = 0; i < 20; ++i) {
    client->create(config("m" + std::to_string(i), 1),
                   [&](const ApiResponse& response) { ++codes[response.status.code]; });
  }
  ground.engine.run_for(30s);
  CHECK(codes == std::map<int, int>{{201, 20}});
}

TEST_CASE("a watch by a field costs nothing to those who ask for other values") {
  Ground ground;
  Store store;
  const auto pod_watch = [&](const std::string& name, int& count) {
    std::string wrong;
    Selector selector(ConfigMap::info(), {}, {}, {{"metadata.name", name, true}}, wrong);
    bool expired = false;
    store.watch(
        ConfigMap::info(), selector, 0, [&count](const StoreChange&) { ++count; }, expired);
  };
  std::vector<int> counts(5000);
  for (std::size_t i = 0; i < counts.size(); ++i) pod_watch("m" + std::to_string(i), counts[i]);
  store.create(config("m7", 1));
  CHECK(counts[7] == 1);
  CHECK(store.watchers_asked() == 1);
}
