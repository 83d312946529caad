#include "sim/engine/engine.h"

#include <memory>
#include <string>
#include <vector>

#include "tests/runtime/env/executor_contract.h"
#include "tests/support/catch.h"

using namespace podium;

namespace {

class EngineWorld final : public contract::World {
 public:
  explicit EngineWorld(EngineOptions options = {}) : engine_(options) {}
  Executor& executor() override { return engine_; }
  ProcessTable& processes() override { return engine_; }
  void run_for(Duration duration) override { engine_.run_for(duration); }

 private:
  Engine engine_;
};

// Messages and timers among `count` actors that draw all from the engine's seed.
std::uint64_t fingerprint_of_a_gossip(EngineOptions options, int count = 20) {
  Engine engine(options);
  Random random = engine.random("gossip");
  std::vector<std::unique_ptr<Process>> actors;
  for (int i = 0; i < count; ++i) actors.push_back(engine.start_process("actor"));
  std::function<void(int)> act = [&](int self) {
    const int to = static_cast<int>(random.below(actors.size()));
    actors[to]->run_after(random.between(0ms, 2ms), [&, to] { act(to); });
    if (random.chance({1, 100})) actors[self]->kill();
  };
  for (int i = 0; i < count; ++i) actors[i]->post([&, i] { act(i); });
  engine.run_for(1s);
  return engine.fingerprint();
}

}  // namespace

TEST_CASE("the engine keeps the contract of an executor") {
  contract::check_executor([] { return std::make_unique<EngineWorld>(); });
}

TEST_CASE("a run begins at 2025-01-01T00:00:00Z unless told otherwise") {
  CHECK(nanos(Engine().now()) == 1'735'689'600'000'000'000);
  CHECK(Engine({.start = TimePoint{5s}}).now() == TimePoint{5s});
}

TEST_CASE("run_until runs what is due and leaves the clock at its end") {
  Engine engine({.start = TimePoint{}});
  contract::Log log;
  engine.run_at(TimePoint{1s}, contract::note(log, "1"));
  engine.run_at(TimePoint{2s}, contract::note(log, "2"));
  engine.run_at(TimePoint{2s} + 1ns, contract::note(log, "3"));
  CHECK(engine.run_until(TimePoint{2s}) == 2);
  CHECK(engine.now() == TimePoint{2s});
  CHECK(engine.next_event_time() == TimePoint{2s} + 1ns);
  CHECK(engine.run_until(TimePoint{1s}) == 0);  // the clock does not go back
  CHECK(engine.now() == TimePoint{2s});
  // What is scheduled between runs, before what waits.
  engine.run_after(0ns, contract::note(log, "between"));
  CHECK(engine.run_for(1h) == 2);
  CHECK(log == contract::Log{"1", "2", "between", "3"});
  CHECK(engine.executed() == 4);
  CHECK(engine.pending() == 0);
  CHECK(engine.next_event_time() == std::nullopt);
}

TEST_CASE("step runs one task and run_while as many as wanted") {
  Engine engine({.start = TimePoint{}});
  int count = 0;
  for (int i = 1; i <= 10; ++i) engine.run_at(TimePoint{Duration{i}}, [&] { ++count; });
  CHECK(engine.step());
  CHECK(count == 1);
  engine.run_while([&] { return count < 5; });
  CHECK(count == 5);
  CHECK(engine.now() == TimePoint{5ns});
  CHECK(engine.run_until_idle() == 5);
  CHECK_FALSE(engine.step());
}

TEST_CASE("same seed, same run: the fingerprint tells runs apart and repeats") {
  const std::uint64_t once = fingerprint_of_a_gossip({.seed = 1});
  CHECK(fingerprint_of_a_gossip({.seed = 1}) == once);
  CHECK(fingerprint_of_a_gossip({.seed = 2}) != once);
  CHECK(fingerprint_of_a_gossip({.seed = 1}, 21) != once);
  const std::uint64_t shuffled = fingerprint_of_a_gossip({.seed = 1, .shuffle_ties = true});
  CHECK(shuffled != once);
  CHECK(fingerprint_of_a_gossip({.seed = 1, .shuffle_ties = true}) == shuffled);
}

TEST_CASE("the fingerprint of a known run is the same on every machine and flag") {
  CHECK(fingerprint_of_a_gossip({.seed = 1}) == 0xebcca9102ce07d18);
}

TEST_CASE("the fingerprint depends on what is mixed in, and on nothing that did not run") {
  Engine one, two;
  one.mix(1);
  CHECK(one.fingerprint() != two.fingerprint());
  two.mix(1);
  CHECK(one.fingerprint() == two.fingerprint());
  two.run_after(1s, [] {});
  two.run_for(1ms);
  CHECK(one.fingerprint() == two.fingerprint());
  two.run_for(1s);
  CHECK(one.fingerprint() != two.fingerprint());
}

TEST_CASE("engines side by side do not touch each other") {
  const std::uint64_t alone = fingerprint_of_a_gossip({.seed = 3});
  Engine other;
  std::uint64_t inside = 0;
  other.post([&] { inside = fingerprint_of_a_gossip({.seed = 3}); });
  other.run_until_idle();
  CHECK(inside == alone);
  CHECK(other.executed() == 1);
}

TEST_CASE("a thousand engines can be alive at a time") {
  std::vector<std::unique_ptr<Engine>> engines;
  int count = 0;
  for (int i = 0; i < 1000; ++i) {
    engines.push_back(std::make_unique<Engine>());
    engines.back()->run_after(1s, [&] { ++count; });
  }
  for (const auto& engine : engines) engine->run_for(2s);
  CHECK(count == 1000);
}

TEST_CASE("a task may own a process and be destroyed with the engine") {
  Engine engine;
  const auto token = std::make_shared<int>(0);
  std::unique_ptr<Process> process = engine.start_process("owned");
  process->run_after(1s, [token] {});
  engine.run_after(1s, [owned = std::move(process)] {});
  CHECK(token.use_count() == 2);
}
