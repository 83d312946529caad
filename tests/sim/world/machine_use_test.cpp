// Machines that run short of memory or disk: at which moment, who is told, and who is killed.
#include "tests/sim/world/support/fixture.h"

namespace podium::sim {
namespace {

constexpr std::int64_t kMi = 1LL << 20, kGi = 1LL << 30;

struct Node : Fixture {
  Node() : Fixture(exact_options()), host(add("n")) {
    host.runtime.on_exit([this](const ContainerInfo& info) { exits.push_back(info); });
    world.registry().set_image("grows", 0);
    world.registry().set_image("stays", 0);
    AppModel grows = exact_model("grows"), stays = exact_model("stays");
    grows.memory = {.start = kGi, .growth = 10 * kMi};
    grows.disk = {.start = 0, .growth = 10 * kMi, .cap = kGi};
    stays.memory = {.start = kGi};
    world.applications().add(grows);
    world.applications().add(stays);
  }
  void watch(std::int64_t memory, std::int64_t disk) {
    host.runtime.watch_machine({memory, disk}, [this] { told.push_back(engine.now()); });
  }

  Host& host;
  std::vector<ContainerInfo> exits;
  std::vector<TimePoint> told;
};

TEST_CASE("what a machine has left is what its containers and images do not use") {
  Node node;
  node.world.registry().set_image("stays", 3 * kGi);
  node.running(node.host, "a", {.image = "stays"});
  const MachineStats stats = node.host.runtime.machine();
  CHECK(stats.memory == 16 * kGi);
  CHECK(stats.memory_available == 15 * kGi);
  CHECK(stats.disk_available == stats.disk - 3 * kGi);
}

TEST_CASE("scarcity is told once, at the moment it begins") {
  Node node;
  const auto made = node.running(node.host, "a", {.image = "grows"});
  const TimePoint start = node.inspect(node.host, made.id).started;
  node.watch(14 * kGi, 0);
  node.engine.run_for(10min);
  // 1 GiB is more to grow, at 10 MiB a second: 102.4 s, and one byte more.
  REQUIRE(node.told.size() == 1);
  CHECK(node.told[0] - start >= 102'400ms);
  CHECK(node.told[0] - start < 102'401ms);
  node.watch(14 * kGi, 0);
  node.engine.run_for(1ms);
  CHECK(node.told.size() == 2);
}

TEST_CASE("a disk may fill, too") {
  Node node;
  const auto made = node.running(node.host, "a", {.image = "grows"});
  const std::int64_t disk = node.host.runtime.machine().disk;
  node.watch(0, disk - kGi / 2);
  node.engine.run_for(1min);
  CHECK(node.told.size() == 1);
  CHECK(node.host.runtime.usage(made.id).value().disk > kGi / 2);
  node.watch(0, disk - 2 * kGi);
  node.engine.run_for(10min);
  CHECK(node.told.size() == 1);
}

// Source: oom_badness() of the kernel.
TEST_CASE("a machine out of memory kills the container of the greatest share and score") {
  Node node;
  const auto big = node.running(node.host, "a", {.image = "grows", .oom_score_adj = -900});
  const auto small = node.running(node.host, "b", {.image = "stays", .oom_score_adj = 100});
  node.running(node.host, "c", {.image = "stays", .oom_score_adj = -1000});
  node.engine.run_for(1h);
  REQUIRE(node.exits.size() == 2);
  CHECK(node.exits[0].id == small.id);
  CHECK(node.exits[0].reason == "OOMKilled");
  CHECK(node.exits[0].exit_code == 137);
  CHECK(node.exits[1].id == big.id);
}

TEST_CASE("an image goes when nothing was made of it, and is not there to be removed again") {
  Node node;
  const auto made = node.running(node.host, "a", {.image = "stays"});
  std::vector<std::string> answers;
  const auto remove = [&] {
    node.host.runtime.remove_image("stays", [&](const Result<Nothing>& result) {
      answers.push_back(result.ok() ? "removed" : result.error().message);
    });
    node.engine.run_for(1s);
  };
  remove();
  node.host.runtime.remove_sandbox(made.sandbox.id, [](const Result<Nothing>&) {});
  node.engine.run_for(1s);
  remove();
  remove();
  CHECK(answers ==
        std::vector<std::string>{"image stays is in use by a container", "removed", "no such image: stays"});
}

}  // namespace
}  // namespace podium::sim
