#include "sim/world/container_runtime.h"

#include "tests/sim/world/support/fixture.h"

namespace podium::sim {
namespace {

struct Node : Fixture {
  explicit Node(WorldOptions options = exact_options()) : Fixture(options), host(add("n")) {
    host.runtime.on_exit([this](const ContainerInfo& info) { exits.push_back(info); });
  }
  void stop(const ContainerId& id, Duration grace) {
    host.runtime.stop_container(id, grace, [this](Result<Nothing> result) {
      REQUIRE(result.ok());
      stopped.push_back(engine.now());
    });
  }
  ContainerInfo inspect(const ContainerId& id) { return Fixture::inspect(host, id); }

  Host& host;
  std::vector<ContainerInfo> exits;
  std::vector<TimePoint> stopped;
};

TEST_CASE("sandboxes of a machine have different addresses of its own network") {
  Node node;
  Host& other = node.add("m");
  const Sandbox a = node.sandbox(node.host, "a"), b = node.sandbox(node.host, "b"),
                c = node.sandbox(other, "c");
  CHECK(a.address == "10.244.1.2");
  CHECK(b.address == "10.244.1.3");
  CHECK(c.address == "10.244.2.2");
  CHECK(a.id != b.id);
  CHECK(node.sandbox(node.host, "h", true).address == node.host.machine.address());
  REQUIRE(node.host.runtime.sandboxes().size() == 3);
  CHECK(node.host.runtime.sandboxes()[0].uid == "a");
}

TEST_CASE("an address is used again only after all others of the network") {
  PodAddresses addresses(pod_network(0));
  const Address first = *addresses.take(1);
  addresses.give_back(first);
  for (std::uint32_t i = 2; i <= 253; ++i) CHECK(*addresses.take(i) != first);
  CHECK(*addresses.take(254) == first);
  CHECK_FALSE(addresses.take(255));
}

TEST_CASE("steps take their time: sandbox 0.5 s, create 0.1 s, start 0.1 s") {
  Node node;
  node.world.registry().set_image("app", 0);
  const TimePoint start = node.engine.now();
  const auto made = node.running(node.host, "a");
  const ContainerInfo info = node.inspect(made.id);
  CHECK(info.state == ContainerState::kRunning);
  CHECK(info.created - start == 500ms + 300ms + 100ms);
  CHECK(info.started - info.created == 100ms);
  CHECK(info.sandbox == made.sandbox.id);
  CHECK(info.sandbox_uid == "a");
}

TEST_CASE("a container needs its sandbox and its image") {
  Node node;
  std::vector<ErrorCode> errors;
  const auto note = [&](Result<ContainerId> result) { errors.push_back(result.error().code); };
  node.host.runtime.create_container({.sandbox = "nowhere", .name = "x", .image = "app"}, note);
  const Sandbox sandbox = node.sandbox(node.host, "a");
  node.host.runtime.create_container({.sandbox = sandbox.id, .name = "x", .image = "never-pulled"}, note);
  node.engine.run_for(1s);
  CHECK(errors == std::vector{ErrorCode::kNotFound, ErrorCode::kNotFound});
}

TEST_CASE("the default model runs for ever and costs no task") {
  Node node;
  const auto made = node.running(node.host, "a");
  const auto before = node.engine.executed();
  node.engine.run_for(24h * 365);
  CHECK(node.inspect(made.id).state == ContainerState::kRunning);
  CHECK(node.engine.executed() == before);
}

TEST_CASE("a planned exit happens at its time, with its code and reason") {
  Node node;
  AppModel model = exact_model("job");
  model.exits = {{.after = {90s, 90s}, .code = 0}};
  node.world.applications().add(model);
  const auto made = node.running(node.host, "a", {.image = "job"});
  node.engine.run_for(2min);
  REQUIRE(node.exits.size() == 1);
  CHECK(node.exits[0].id == made.id);
  CHECK(node.exits[0].finished - node.exits[0].started == 90s);
  CHECK(node.exits[0].reason == "Completed");
  CHECK(node.chronicle.events.back().text == "exited (exit code 0, Completed)");
}

TEST_CASE("an exit may concern every run, the second only, or one container of all") {
  Node node;
  AppModel every = exact_model("every"), second = exact_model("second"), once = exact_model("once");
  every.exits = {{.after = {1s, 1s}, .code = 3}};
  second.exits = {{.after = {1s, 1s}, .runs = Exit::Runs::kNth, .nth = 2}};
  once.exits = {{.after = {1s, 1s}, .reason = "Bug", .runs = Exit::Runs::kOnce}};
  for (const auto& model : {every, second, once}) node.world.applications().add(model);
  for (const char* image : {"every", "second", "once"})
    for (const int attempt : {0, 1, 2})
      node.running(node.host, image, {.name = image, .attempt = attempt, .image = image});
  node.engine.run_for(10s);
  std::vector<std::string> seen;
  for (const auto& exit : node.exits)
    seen.push_back(exit.name + std::to_string(exit.attempt) + " " + exit.reason +
                   std::to_string(exit.exit_code));
  std::sort(seen.begin(), seen.end());
  CHECK(seen == std::vector<std::string>{"every0 Error3", "every1 Error3", "every2 Error3", "once0 Bug1",
                                         "second1 Error1"});
}

TEST_CASE("models select by image and labels, and the first match wins") {
  Applications applications;
  AppModel broad, narrow;
  narrow.name = "narrow", narrow.image = "*nginx*", narrow.labels = {{"tier", "web"}};
  broad.name = "broad", broad.image = "*nginx*";
  applications.add(narrow);
  applications.add(broad);
  CHECK(applications.model_for("docker.io/nginx:1", {{"tier", "web"}, {"x", "y"}}).name == "narrow");
  CHECK(applications.model_for("nginx", {{"tier", "db"}}).name == "broad");
  CHECK(applications.model_for("redis", {}).name == "default");
}

TEST_CASE("a container is killed for memory at the very nanosecond it exceeds its limit") {
  Random random(5);
  for (int i = 0; i < 200; ++i) {
    const UseCurve curve{.start = random.between(0, 1 << 20), .growth = random.between(1, 1 << 22)};
    const std::int64_t limit = curve.start + random.between(0, 1 << 24);
    const Duration age = *age_of_oom(curve, limit);
    CHECK(use_at(curve, age) > limit);
    CHECK(use_at(curve, age - Duration{1}) <= limit);
  }
  CHECK_FALSE(age_of_oom({.start = 10, .growth = 5, .cap = 100}, 100));
  CHECK_FALSE(age_of_oom({.start = 10}, 10));
  CHECK(*age_of_oom({.start = 11}, 10) == Duration{0});

  Node node;
  AppModel leak = exact_model("leak");
  leak.memory = {.start = 100, .growth = 7};
  node.world.applications().add(leak);
  const auto made = node.running(node.host, "a", {.image = "leak", .share = {.memory_limit = 1000}});
  node.engine.run_for(1min);
  CHECK(node.host.runtime.usage(made.id).value().memory ==
        use_at(leak.memory, node.engine.now() - node.inspect(made.id).started));
  node.engine.run_for(1h);
  REQUIRE(node.exits.size() == 1);
  CHECK(node.exits[0].exit_code == 137);
  CHECK(node.exits[0].reason == "OOMKilled");
  CHECK(node.exits[0].finished - node.exits[0].started == *age_of_oom(leak.memory, 1000));
  CHECK_FALSE(node.host.runtime.usage(made.id).ok());
}

TEST_CASE("SIGTERM ends a container after its stop time, with the model's code") {
  Node node;
  AppModel model = exact_model("term");
  model.term_exit_code = 143;
  node.world.applications().add(model);
  const auto made = node.running(node.host, "a", {.image = "term"});
  const TimePoint start = node.engine.now();
  node.stop(made.id, 30s);
  node.engine.run_for(1min);
  REQUIRE(node.stopped.size() == 1);
  CHECK(node.stopped[0] - start == 500ms);
  CHECK(node.inspect(made.id).exit_code == 143);
  CHECK(node.inspect(made.id).reason == "Error");
  CHECK(node.exits.size() == 1);
}

TEST_CASE("SIGKILL follows after the grace period, which a later stop can only shorten") {
  Node node;
  AppModel deaf = exact_model("deaf");
  deaf.ignores_term = true;
  node.world.applications().add(deaf);
  const auto a = node.running(node.host, "a", {.image = "deaf"}),
             b = node.running(node.host, "b", {.image = "deaf"});
  const TimePoint start = node.engine.now();
  node.stop(a.id, 30s);
  node.stop(b.id, 30s);
  node.stop(b.id, 2s);
  node.stop(b.id, 60s);
  node.engine.run_for(2min);
  CHECK(node.stopped == std::vector<TimePoint>{start + 2s, start + 2s, start + 2s, start + 30s});
  CHECK(node.inspect(a.id).exit_code == 137);
  CHECK(node.inspect(b.id).finished == start + 2s);
}

TEST_CASE("stopping what has exited or is gone succeeds; removing what runs does not") {
  Node node;
  const auto made = node.running(node.host, "a");
  std::vector<bool> removed;
  const auto note = [&](Result<Nothing> result) { removed.push_back(result.ok()); };
  node.host.runtime.remove_container(made.id, note);
  node.engine.run_for(1s);
  node.stop(made.id, 0s);
  node.engine.run_for(1s);
  CHECK(node.inspect(made.id).exit_code == 137);
  node.stop(made.id, 0s);
  node.host.runtime.remove_container(made.id, note);
  node.engine.run_for(1s);
  node.stop(made.id, 0s);
  node.engine.run_for(1s);
  CHECK(removed == std::vector{false, true});
  CHECK(node.stopped.size() == 3);
  CHECK(node.host.runtime.containers().empty());
  CHECK(node.host.runtime.inspect(made.id).error().code == ErrorCode::kNotFound);
}

TEST_CASE("removing a sandbox kills and removes its containers and frees its address") {
  Node node;
  const auto made = node.running(node.host, "a");
  node.host.runtime.remove_sandbox(made.sandbox.id, [](Result<Nothing>) {});
  node.engine.run_for(1s);
  CHECK(node.exits.size() == 1);
  CHECK(node.host.runtime.containers().empty());
  CHECK(node.host.runtime.sandboxes().empty());
  CHECK_FALSE(node.host.runtime.owns(*parse_address(made.sandbox.address)));
}

TEST_CASE("containers of a sandbox come and go in any order") {
  Node node;
  const auto made = node.running(node.host, "a", {.name = "one", .ports = {1}});
  const ContainerId two =
      node.created(node.host, {.sandbox = made.sandbox.id, .name = "two", .image = "app"});
  const ContainerId three =
      node.created(node.host, {.sandbox = made.sandbox.id, .name = "three", .image = "app"});
  const auto remove = [&](const ContainerId& id) {
    node.host.runtime.remove_container(id, [](Result<Nothing> result) { CHECK(result.ok()); });
    node.engine.run_for(1s);
  };
  remove(two);
  node.created(node.host, {.sandbox = made.sandbox.id, .name = "four", .image = "app"});
  remove(three);
  std::string names;
  for (const auto& info : node.host.runtime.containers()) names += info.name + " ";
  CHECK(names == "one four ");
  node.host.runtime.remove_sandbox(made.sandbox.id, [](Result<Nothing>) {});
  node.engine.run_for(1s);
  CHECK(node.host.runtime.containers().empty());
}

TEST_CASE("a program that cannot start says so") {
  Node node;
  AppModel broken = exact_model("broken");
  broken.start_error = "exec: \"serve\": executable file not found in $PATH";
  node.world.applications().add(broken);
  const Sandbox sandbox = node.sandbox(node.host, "a");
  const ContainerId id = node.created(node.host, {.sandbox = sandbox.id, .name = "x", .image = "broken"});
  std::string said;
  node.host.runtime.start_container(id, [&](Result<Nothing> result) { said = result.error().message; });
  node.engine.run_for(1s);
  CHECK(said == broken.start_error);
  CHECK(node.inspect(id).reason == "ContainerCannotRun");
  CHECK(node.inspect(id).exit_code == 128);
}

TEST_CASE("killing a container is a fault, and the cause of its exit") {
  Node node;
  const auto made = node.running(node.host, "a");
  REQUIRE(node.world.chaos().kill_container("n", made.id, 139).ok());
  CHECK(node.exits.at(0).exit_code == 139);
  const EventId exit = node.chronicle.events.size();
  CHECK(node.chronicle[exit].category == Category::kContainer);
  CHECK(node.chronicle[node.chronicle[exit].cause].category == Category::kFault);
  CHECK(node.world.chaos().kill_container("n", made.id, 1).error().code == ErrorCode::kNotFound);
}

TEST_CASE("after a loss of power sandboxes are not ready, containers are lost, images stay") {
  Node node;
  const auto made = node.running(node.host, "a");
  int boots = 0;
  node.host.machine.on_boot([&] { ++boots; });
  node.stop(made.id, 30s);
  REQUIRE(node.world.chaos().power_off("n").ok());
  node.engine.run_for(1min);
  CHECK(node.exits.empty());
  CHECK(node.stopped.empty());
  REQUIRE(node.world.chaos().power_on("n").ok());
  const TimePoint on = node.engine.now();
  node.run_while([&] { return boots == 0; });
  CHECK(node.engine.now() - on == 20s);
  CHECK_FALSE(node.host.runtime.sandboxes().at(0).ready);
  const ContainerInfo info = node.inspect(made.id);
  CHECK(info.state == ContainerState::kExited);
  CHECK(info.exit_code == 255);
  CHECK(info.reason == "Unknown");
  CHECK(node.host.runtime.has_image("app"));
  CHECK(node.inspect(node.running(node.host, "b").id).state == ContainerState::kRunning);
}

TEST_CASE("a frozen machine's programs do not age") {
  Node node;
  AppModel job = exact_model("job");
  job.exits = {{.after = {60s, 60s}, .code = 0}};
  node.world.applications().add(job);
  const auto made = node.running(node.host, "a", {.image = "job"});
  const TimePoint started = node.inspect(made.id).started;
  node.engine.run_for(10s);
  REQUIRE(node.world.chaos().pause_machine("n").ok());
  node.engine.run_for(5min);
  CHECK(node.exits.empty());
  REQUIRE(node.world.chaos().resume_machine("n").ok());
  node.engine.run_for(5min);
  REQUIRE(node.exits.size() == 1);
  CHECK(node.exits[0].finished - started == 60s + 5min);
}

TEST_CASE("after detach nothing is told to the kubelet that went, while its work goes on") {
  Node node;
  const auto made = node.running(node.host, "a");
  node.stop(made.id, 30s);
  bool replied = false;
  node.host.runtime.create_sandbox({.uid = "late"}, [&](Result<Sandbox>) { replied = true; });
  node.host.runtime.detach();
  node.engine.run_for(1min);
  CHECK(node.exits.empty());
  CHECK(node.stopped.empty());
  CHECK_FALSE(replied);
  CHECK(node.inspect(made.id).state == ContainerState::kExited);
  CHECK(node.host.runtime.sandboxes().size() == 2);
}

TEST_CASE("what a machine remembers of a pod with one running container stays below 420 bytes") {
  constexpr std::size_t kMapNode = 40, kAllocation = 8;  // of libstdc++ and glibc
  constexpr std::size_t kUid = 37, kName = 40;           // long strings, on the heap
  CHECK(sizeof(ContainerRecord) + sizeof(SandboxRecord) + 2 * kMapNode + kUid + kName + 4 * kAllocation <
        420);
}

}  // namespace
}  // namespace podium::sim
