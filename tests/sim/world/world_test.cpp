#include "sim/world/world.h"

#include "tests/sim/world/support/fixture.h"

namespace podium::sim {
namespace {

TEST_CASE("machines are listed by name and found by it") {
  Fixture test;
  for (const char* name : {"n-2", "n-10", "n-1"}) test.add(name);
  CHECK(test.world.machines() == std::vector<std::string>{"n-1", "n-10", "n-2"});
  CHECK(test.world.find("n-3") == nullptr);
  CHECK(test.world.machine("n-2").machine.name() == "n-2");
}

TEST_CASE("every verb of chaos is a recorded fault, and unknown names are refused") {
  Fixture test;
  test.add("a");
  test.add("b");
  Chaos& chaos = test.world.chaos();
  CHECK(chaos.power_off("nowhere").error().code == ErrorCode::kNotFound);
  CHECK(chaos.cut_link("a", "nowhere", false).error().code == ErrorCode::kNotFound);
  CHECK(chaos.stop_kubelet("a").error().code == ErrorCode::kUnsupported);
  CHECK(chaos.stop_api_server().error().code == ErrorCode::kUnsupported);
  CHECK(test.chronicle.events.empty());

  REQUIRE(chaos.slow_link("a", "b", {.latency = 50ms, .jitter = 10ms, .loss = {1, 10}}, false).ok());
  CHECK(test.chronicle.events.back().text == "slowed by 50 ms and up to 10 ms, loss 10 %");
  REQUIRE(chaos.power_off("a").ok());
  CHECK(test.chronicle.events.back().category == Category::kFault);
  CHECK(test.chronicle.events.back().subject == "machine/a");
}

TEST_CASE("stopping the kubelet and the API server is done by the wiring") {
  Fixture test;
  std::string asked;
  EventId cause = kNoCause;
  test.world.chaos().set_hooks({.stop_kubelet = [&](const std::string& machine) {
    asked = machine;
    cause = test.engine.cause();
    return Status();
  }});
  REQUIRE(test.world.chaos().stop_kubelet("a").ok());
  CHECK(asked == "a");
  CHECK(test.chronicle[cause].text == "stopped");
}

TEST_CASE("power off kills the processes of the machine at once, and boot tells the wiring") {
  Fixture test;
  Machine& machine = test.add("a").machine;
  const auto process = test.engine.start_process("kubelet");
  machine.adopt(*process);
  int off = 0, booted = 0;
  EventId cause = kNoCause;
  machine.on_power_off([&] { ++off; });
  machine.on_boot([&] {
    ++booted;
    cause = test.engine.cause();
  });
  machine.power_off();
  CHECK_FALSE(process->alive());
  CHECK(off == 1);
  REQUIRE(test.world.chaos().power_on("a").ok());
  const EventId power_on = test.chronicle.events.size();
  test.engine.run_for(19s);
  CHECK(booted == 0);
  test.engine.run_for(2s);
  CHECK(booted == 1);
  CHECK(cause == power_on);
}

TEST_CASE("power lost while booting needs power again") {
  Fixture test;
  Machine& machine = test.add("a").machine;
  int booted = 0;
  machine.on_boot([&] { ++booted; });
  machine.power_off();
  machine.power_on();
  test.engine.run_for(10s);
  machine.power_off();
  test.engine.run_for(1min);
  CHECK(booted == 0);
  machine.power_on();
  machine.power_on();
  test.engine.run_for(1min);
  CHECK(booted == 1);
}

TEST_CASE("pausing a machine freezes its processes, and killing one leaves the others") {
  Fixture test;
  Machine& machine = test.add("a").machine;
  const auto one = test.engine.start_process("one"), two = test.engine.start_process("two");
  machine.adopt(*one);
  machine.adopt(*two);
  int ran = 0;
  one->run_after(1s, [&] { ++ran; });
  two->run_after(1s, [&] { ++ran; });
  machine.pause();
  test.engine.run_for(10s);
  CHECK(ran == 0);
  machine.kill(*two);
  machine.resume();
  test.engine.run_for(1s);
  CHECK(ran == 1);
  CHECK(one->alive());
}

TEST_CASE("equal route lists of many machines are stored once") {
  RouteLists lists;
  const std::vector<Route> routes{
      {.name = "a", .address = "10.96.0.1", .port = 80, .backends = {{"10.244.0.2", 80}}}};
  const RouteList one = lists.share(routes), two = lists.share(routes);
  CHECK(one == two);
  auto others = routes;
  others[0].backends[0].port = 81;
  CHECK(lists.share(others) != one);
}

TEST_CASE("addresses are read and written") {
  CHECK(to_string(*parse_address("10.244.1.5")) == "10.244.1.5");
  for (const char* bad : {"", "10.1.1", "10.1.1.256", "10.1.1.1.1", "a.b.c.d", "10.1.1.1 "})
    CHECK_FALSE(parse_address(bad));
  std::set<Address> networks;
  for (std::uint32_t n = 0; n < 36'864; ++n) networks.insert(pod_network(n));
  CHECK(networks.size() == 36'864);
  CHECK(networks.lower_bound(*parse_address("10.96.0.0")) ==
        networks.lower_bound(*parse_address("10.112.0.0")));
}

// The whole run as text: exits, traffic and faults of ten machines.
std::string story(std::uint64_t seed) {
  WorldOptions options;
  options.topology.machine_link.jitter = 100us;
  options.topology.machine_link.loss = {1, 100};
  Fixture test(options, seed);
  AppModel flaky;
  flaky.image = "flaky";
  flaky.exits = {{.after = {10s, 100s}}};
  flaky.service = {.kind = ServiceTime::Kind::kExponential, .low = 20ms};
  flaky.concurrency = 2;
  test.world.applications().add(flaky);
  std::string text;
  for (int i = 0; i < 10; ++i) {
    Host& host = test.add("n-" + std::to_string(i));
    host.runtime.on_exit([&text, &test](const ContainerInfo& info) {
      text += info.id + " " + std::to_string(nanos(test.engine.now())) + "\n";
    });
    const auto made = test.running(host, "pod-" + std::to_string(i), {.image = "flaky"});
    test.world.add_requests({.machine = "n-0", .address = made.sandbox.address, .rates = {20}});
  }
  REQUIRE(test.world.chaos().power_off("n-3").ok());
  test.engine.run_for(2min);
  for (const auto& requests : test.world.requests())
    for (const auto& second : requests->availability().series())
      text += std::to_string(second.ok) + " " + std::to_string(second.failed) + " " +
              std::to_string(second.p99.count()) + "\n";
  for (const auto& event : test.chronicle.events)
    text += std::to_string(event.cause) + event.subject + event.text + "\n";
  return text;
}

TEST_CASE("the same seed tells the same story, another seed another") {
  const std::string first = story(7);
  CHECK(first == story(7));
  CHECK(first != story(8));
}

}  // namespace
}  // namespace podium::sim
