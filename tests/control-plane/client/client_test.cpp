// Requests and watches over a network and a server that misbehave.
#include "control-plane/client/client.h"

#include "control-plane/objects/kinds/config_map.h"
#include "tests/control-plane/support/objects.h"
#include "tests/control-plane/support/server.h"
#include "tests/support/catch.h"

using namespace podium;
using namespace podium::testing;

TEST_CASE("a read is answered after its way and 1 ms, a write after its way and 5 ms") {
  Ground ground;
  const auto client = ground.connect();
  ground.engine.run_for(1s);
  std::vector<Duration> took;
  const auto ask = [&](Verb verb) {
    const TimePoint asked = ground.engine.now();
    const auto answered = [&, asked](const ApiResponse& response) {
      CHECK(response.status.ok());
      took.push_back(ground.engine.now() - asked);
    };
    if (verb == Verb::kCreate)
      client->create(config_map("a"), answered);
    else
      client->get(ConfigMap::info(), in_default("a"), answered);
    ground.engine.run_for(1s);
  };
  ask(Verb::kCreate);  // connects, too
  ask(Verb::kGet);
  ask(Verb::kGet);
  ground.remove(ConfigMap::info(), in_default("a"));
  ask(Verb::kCreate);
  REQUIRE(took.size() == 4);
  CHECK(took[1] == took[2]);
  CHECK(took[3] - took[2] == 4ms);
  CHECK(took[2] > 1ms);
  CHECK(took[2] < 3ms);
}

TEST_CASE("a server that hangs is given up after 45 s of silence, and found again when it goes on") {
  Ground ground;
  const auto client = ground.connect();
  std::map<int, TimePoint> answered;
  const auto ask = [&] {
    client->get(ConfigMap::info(), in_default("a"),
                [&](const ApiResponse& response) { answered[response.status.code] = ground.engine.now(); });
  };
  ask();
  ground.engine.run_for(1s);
  REQUIRE(answered.contains(404));
  ground.process->pause();
  const TimePoint asked = ground.engine.now();
  ask();
  ground.engine.run_for(2min);
  REQUIRE(answered.contains(503));
  CHECK(answered[503] - asked == 45s);
  ground.process->resume();
  ground.engine.run_for(1s);
  answered.clear();
  ask();
  ground.engine.run_for(1s);
  CHECK(answered.contains(404));
}

TEST_CASE("over a mended way the next request goes through at once, however long the cut was") {
  Ground ground;
  ClientOptions options;
  options.timeout = 10s;
  const auto client = ground.connect(options);
  const auto ask = [&] {
    int code = 0;
    client->get(ConfigMap::info(), in_default("a"),
                [&](const ApiResponse& response) { code = response.status.code; });
    ground.engine.run_for(11s);
    return code;
  };
  REQUIRE(ask() == 404);
  for (const int minutes : {1, 10}) {
    REQUIRE(ground.world.topology().cut("client", "master", false).ok());
    for (int i = 0; i < 6 * minutes; ++i) CHECK(ask() >= 500);
    REQUIRE(ground.world.topology().mend("client", "master").ok());
    CHECK(ask() == 404);
  }
}

TEST_CASE("a server that is gone refuses at once, and one that is back answers at once") {
  Ground ground;
  const auto client = ground.connect();
  const auto ask = [&] {
    int code = 0;
    client->get(ConfigMap::info(), in_default("a"),
                [&](const ApiResponse& response) { code = response.status.code; });
    ground.engine.run_for(1s);
    return code;
  };
  REQUIRE(ask() == 404);
  ground.stop_server();
  for (int i = 0; i < 60; ++i) CHECK(ask() == 503);
  ground.start_server();
  CHECK(ask() == 404);
}

TEST_CASE("a watch that ends before it began leaves nothing at the server") {
  Ground ground;
  const std::size_t own = ground.store.watchers();  // what the server itself follows
  const auto client = ground.connect();
  const auto nothing = [](const WatchEvent&) { FAIL("nobody listens"); };
  client->stop_watch(client->watch(ConfigMap::info(), {}, 0, nothing));
  ground.engine.run_for(1s);
  CHECK(ground.store.watchers() == own);
}

TEST_CASE("a cache that goes ends its watch, and a client that goes ends everything") {
  Ground ground;
  const std::size_t own = ground.store.watchers();  // what the server itself follows
  auto client = ground.connect();
  {
    Cache<ConfigMap> cache(*client);
    cache.start();
    ground.engine.run_for(1s);
    CHECK(ground.store.watchers() == own + 1);
  }
  ground.engine.run_for(1s);
  CHECK(ground.store.watchers() == own);
  client->watch(ConfigMap::info(), {}, 0, [](const WatchEvent&) {});
  ground.engine.run_for(1s);
  CHECK(ground.store.watchers() == own + 1);
  client->create(config_map("a"), [](const ApiResponse&) { FAIL("the client is gone"); });
  client = nullptr;
  ground.engine.run_for(2min);
  CHECK(ground.store.watchers() == own);
}

TEST_CASE("writers that read, change and retry on conflict lose no update") {
  Ground ground(GENERATE(1, 2));
  ground.create(config_map("counter", "0"));
  constexpr int kWriters = 4, kEach = 25;
  struct Writer {
    std::unique_ptr<Client> client;
    int left = kEach, conflicts = 0;
    void step() {
      if (left == 0) return;
      client->get(ConfigMap::info(), in_default("counter"), [this](const ApiResponse& got) {
        auto next = copy(static_cast<const ConfigMap&>(*got.object));
        next->data.set("k", std::to_string(std::stoi(next->data.get("k").str()) + 1));
        client->update(next, [this](const ApiResponse& wrote) {
          if (wrote.status.ok()) --left;
          if (wrote.status.conflict()) ++conflicts;
          step();
        });
      });
    }
  };
  std::vector<Writer> writers(kWriters);
  for (Writer& writer : writers) {
    writer.client = ground.connect();
    writer.step();
  }
  ground.engine.run_for(1min);
  const ObjectRef counter = ground.store.get(ConfigMap::info(), in_default("counter"));
  CHECK(static_cast<const ConfigMap&>(*counter).data.get("k") == std::to_string(kWriters * kEach));
  int conflicts = 0;
  for (const Writer& writer : writers) conflicts += writer.conflicts;
  CHECK(conflicts > 0);
}

TEST_CASE("what a watcher does is caused by the write that it was told of") {
  Ground ground;
  const auto client = ground.connect();
  Cache<ConfigMap> cache(*client);
  EventId cause = kNoCause;
  cache.on_change([&](const ConfigMap*, const ConfigMap*) { cause = ground.engine.cause(); });
  cache.start();
  ground.engine.run_for(1s);
  ground.create(config_map("a"));
  ground.engine.run_for(1s);
  REQUIRE(cause != kNoCause);
  CHECK(ground.chronicle.get(cause)->subject == "configmap/default/a");
  CHECK(ground.chronicle.get(cause)->text == "created");
}

TEST_CASE("the same seed gives the same run") {
  const auto run = [] {
    Ground ground(9);
    const auto client = ground.connect();
    Cache<ConfigMap> cache(*client);
    cache.start();
    for (int i = 0; i < 20; ++i) {
      auto map = config_map("");
      map->metadata.generate_name = "m-";
      client->create(map, [](const ApiResponse&) {});
    }
    ground.engine.run_for(10s);
    return std::pair(ground.engine.fingerprint(), cache.size());
  };
  CHECK(run() == run());
  CHECK(run().second == 20);
}
