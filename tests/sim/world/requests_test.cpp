#include "sim/world/requests.h"

#include "tests/sim/world/support/fixture.h"

namespace podium::sim {
namespace {

struct Traffic : Fixture {
  explicit Traffic(AppModel model = exact_model(), std::uint64_t seed = 1) : Fixture(exact_options(), seed) {
    client = &add("client");
    node = &add("n");
    world.applications().add(std::move(model));
    pod = running(*node, "a", {.ports = {80}});
    engine.run_for(5s);
  }
  Requests& to(const std::string& address, int port = 80) {
    return world.add_requests(
        {.machine = "client", .address = address, .port = port, .rates = {100}, .length = 10s});
  }
  void route(std::vector<Backend> backends, Route more = {}) {
    more.name = "default/web", more.address = "10.96.0.10", more.port = 80,
    more.backends = std::move(backends);
    client->data_plane.set_routes("default/web", {more});
  }
  static bool only(const Requests& requests, Outcome outcome) {
    const Availability& seen = requests.availability();
    return seen.total() > 500 && seen.count(outcome) == seen.total();
  }

  Host* client;
  Host* node;
  Running pod;
};

TEST_CASE("a request takes two round trips and the service time") {
  Traffic test;
  const Requests& requests = test.to(test.pod.sandbox.address);
  test.engine.run_for(20s);
  CHECK(Traffic::only(requests, Outcome::kOk));
  CHECK(requests.availability().latency().mean() == 4 * 500us + 5ms);
}

TEST_CASE("requests to a service go to its backends evenly") {
  Traffic test;
  const auto other = test.running(*test.node, "b", {.ports = {80}});
  test.engine.run_for(5s);
  test.route({{test.pod.sandbox.address, 80}, {other.sandbox.address, 80}});
  const Requests& requests = test.to("10.96.0.10");
  test.engine.run_for(20s);
  CHECK(Traffic::only(requests, Outcome::kOk));
  Route route{.address = "10.96.0.10", .port = 80, .backends = {{"a", 1}, {"b", 1}}};
  int first = 0;
  for (int i = 0; i < 1000; ++i)
    first += test.client->data_plane.pick(route, 1, test.engine.now()).address == "a";
  CHECK(std::abs(first - 500) < 60);
}

TEST_CASE("client-IP affinity keeps the backend until it is gone or the time has passed") {
  Traffic test;
  SimDataPlane& plane = test.client->data_plane;
  Route route{.address = "10.96.0.10", .port = 80, .affinity_seconds = 10};
  for (int i = 0; i < 50; ++i) route.backends.push_back({"10.244.0." + std::to_string(i), 80});
  const TimePoint now = test.engine.now();
  const Backend first = plane.pick(route, 1, now);
  for (int i = 1; i < 20; ++i) CHECK(plane.pick(route, 1, now + i * 9s) == first);
  std::erase(route.backends, first);
  const Backend second = plane.pick(route, 1, now + 180s);
  CHECK(second != first);
  std::set<std::string> later;
  for (int i = 1; i < 20; ++i) later.insert(plane.pick(route, 1, now + 180s + i * 11s).address);
  CHECK(later.size() > 5);
}

TEST_CASE("a service without backends refuses at once, and one that drops is silent") {
  Traffic test;
  test.route({});
  const Requests& refused = test.to("10.96.0.10");
  test.engine.run_for(20s);
  CHECK(Traffic::only(refused, Outcome::kRefused));
  test.route({}, {.drop = true});
  const Requests& dropped = test.to("10.96.0.10");
  test.engine.run_for(20s);
  CHECK(Traffic::only(dropped, Outcome::kTimeout));
  test.client->data_plane.set_routes("default/web", {});
  const Requests& unknown = test.to("10.96.0.10");
  test.engine.run_for(20s);
  CHECK(Traffic::only(unknown, Outcome::kTimeout));
}

TEST_CASE("a node port leads through its node to a backend elsewhere") {
  Traffic test;
  Host& edge = test.add("edge");
  edge.data_plane.set_routes("default/web", {{.port = 30080, .backends = {{test.pod.sandbox.address, 80}}}});
  const Requests& requests = test.to(edge.machine.address(), 30080);
  test.engine.run_for(20s);
  CHECK(Traffic::only(requests, Outcome::kOk));
  CHECK(requests.availability().latency().mean() == 8 * 500us + 5ms);
}

TEST_CASE("a port or pod that nobody listens on refuses") {
  Traffic test;
  const Requests& port = test.to(test.pod.sandbox.address, 81);
  const Requests& pod = test.to("10.244.2.77");
  test.engine.run_for(20s);
  CHECK(Traffic::only(port, Outcome::kRefused));
  CHECK(Traffic::only(pod, Outcome::kRefused));
}

TEST_CASE("no answer comes from a machine that is off, frozen or cut off") {
  for (const char* how : {"off", "frozen", "cut", "cut back"}) {
    Traffic test;
    Chaos& chaos = test.world.chaos();
    if (how == std::string("off")) REQUIRE(chaos.power_off("n").ok());
    if (how == std::string("frozen")) REQUIRE(chaos.pause_machine("n").ok());
    if (how == std::string("cut")) REQUIRE(chaos.cut_link("client", "n", false).ok());
    if (how == std::string("cut back")) REQUIRE(chaos.cut_link("n", "client", true).ok());
    const Requests& requests = test.to(test.pod.sandbox.address);
    test.engine.run_for(20s);
    CAPTURE(how);
    CHECK(Traffic::only(requests, Outcome::kTimeout));
  }
}

TEST_CASE("loss makes requests late, and a client that waits too short gives up") {
  Traffic test;
  REQUIRE(test.world.chaos().slow_link("client", "n", {.loss = {1, 10}}, true).ok());
  const Requests& some = test.to(test.pod.sandbox.address);
  test.engine.run_for(20s);
  CHECK(some.availability().latency().percentile(50) < 8ms);
  CHECK(some.availability().latency().percentile(99) > 200ms);
  REQUIRE(test.world.chaos().slow_link("client", "n", {.loss = {1, 1}}, true).ok());
  const Requests& none = test.to(test.pod.sandbox.address);
  test.engine.run_for(1h);
  CHECK(Traffic::only(none, Outcome::kTimeout));
}

TEST_CASE("requests inside a container that dies are reset, later ones refused") {
  AppModel slow = exact_model();
  slow.service = {.low = 200ms};
  Traffic test(slow);
  const Requests& requests = test.to(test.pod.sandbox.address);
  test.engine.run_for(5s);
  const auto before = requests.availability().total();
  REQUIRE(test.world.chaos().kill_container("n", test.pod.id, 137).ok());
  test.engine.run_for(20s);
  const Availability& seen = requests.availability();
  CHECK(seen.count(Outcome::kOk) == before);
  CHECK(seen.count(Outcome::kReset) > 10);  // 200 ms at 100 requests a second
  CHECK(seen.count(Outcome::kReset) < 30);
  CHECK(seen.count(Outcome::kRefused) > 400);
}

TEST_CASE("a failing application's answers count as errors, and slow ones as time-outs") {
  AppModel failing = exact_model();
  failing.failures = {{.status = 500}};
  Traffic errors(failing);
  const Requests& failed = errors.to(errors.pod.sandbox.address);
  errors.engine.run_for(20s);
  CHECK(Traffic::only(failed, Outcome::kError));

  AppModel slow = exact_model();
  slow.service = {.low = 1s};
  Traffic late(slow);
  const Requests& timed_out = late.to(late.pod.sandbox.address);
  late.engine.run_for(20s);
  CHECK(Traffic::only(timed_out, Outcome::kTimeout));
}

TEST_CASE("a CPU limit below what a busy server uses makes it slower") {
  Traffic test;
  const auto half = test.running(*test.node, "b", {.share = {.cpu_milli_limit = 500}, .ports = {80}});
  test.engine.run_for(5s);
  const Requests& requests = test.to(half.sandbox.address);
  test.engine.run_for(9s);
  CHECK(requests.availability().latency().mean() == 4 * 500us + 10ms);
  const auto usage = test.node->runtime.usage(half.id).value();
  CHECK(usage.cpu_milli <= 500);
}

TEST_CASE("the series has a point for each second, with what was sent then") {
  Traffic test;
  const Requests& requests = test.world.add_requests({.machine = "client",
                                                      .address = test.pod.sandbox.address,
                                                      .arrivals = RequestsConfig::Arrivals::kConstant,
                                                      .rates = {50},
                                                      .length = 10s});
  test.engine.run_for(4s);
  REQUIRE(test.world.chaos().kill_container("n", test.pod.id, 1).ok());
  test.engine.run_for(20s);
  const auto series = requests.availability().series();
  REQUIRE(series.size() >= 10);
  std::uint64_t ok = 0, failed = 0;
  for (const auto& second : series) {
    ok += second.ok;
    failed += second.failed;
    if (second.ok > 0) CHECK(second.p50 == 7ms);
  }
  CHECK(ok == requests.availability().count(Outcome::kOk));
  CHECK(ok + failed == requests.availability().total());
  CHECK(series[1].ok == 50);
  CHECK(series[8].failed == 50);
}

TEST_CASE("rates follow the minutes") {
  Traffic test;
  const Requests& requests = test.world.add_requests({.machine = "client",
                                                      .address = test.pod.sandbox.address,
                                                      .arrivals = RequestsConfig::Arrivals::kConstant,
                                                      .rates = {2, 0, 5}});
  test.engine.run_for(60s);
  const auto first = requests.availability().total();
  test.engine.run_for(59s);
  const auto second = requests.availability().total();
  test.engine.run_for(121s);
  CHECK(std::abs(static_cast<int>(first) - 120) <= 1);
  CHECK(second - first <= 1);
  CHECK(std::abs(static_cast<int>(requests.availability().total() - second) - 600) <= 6);
}

// Theory: the mean time in an M/M/1 queue is 1 / (mu - lambda); in an M/M/c queue by Erlang's C.
TEST_CASE("queueing agrees with theory: M/M/1 at 70 % and M/M/2 at 70 %") {
  for (const int servers : {1, 2}) {
    AppModel model = exact_model();
    model.service = {.kind = ServiceTime::Kind::kExponential, .low = 10ms};
    model.concurrency = servers;
    Traffic test(model, 4);
    const Requests& requests = test.world.add_requests({.machine = "client",
                                                        .address = test.pod.sandbox.address,
                                                        .rates = {70.0 * servers},
                                                        .timeout = 1min});
    test.engine.run_for(1h);
    const double rho = 0.7, service = 0.010;
    const double theory = servers == 1 ? service / (1 - rho) : service / (1 - rho * rho);
    const double measured = seconds(requests.availability().latency().mean() - 4 * 500us);
    CHECK(measured == Catch::Approx(theory).epsilon(0.03));
    // The utilisation shows as CPU: 1000 milli for each busy server.
    const double cpu = static_cast<double>(test.node->runtime.usage(test.pod.id).value().cpu_milli);
    CHECK(cpu == Catch::Approx(10 + 700 * servers).epsilon(0.15));
  }
}

TEST_CASE("percentiles of the histogram are within 3 %") {
  LatencyHistogram histogram;
  for (int i = 1; i <= 10'000; ++i) histogram.add(std::chrono::microseconds{i * 37});
  for (const int percent : {1, 50, 95, 99, 100}) {
    const double exact = percent * 100 * 37;
    CHECK(static_cast<double>(histogram.percentile(percent) / 1us) == Catch::Approx(exact).epsilon(0.032));
  }
  CHECK(LatencyHistogram().percentile(50) == Duration{0});
}

// Little's law: users = throughput * (thinking + response time).
TEST_CASE("users of a closed loop think, ask, and wait for their answers") {
  Traffic test;
  Requests& users = test.world.add_requests(
      {.machine = "client", .address = test.pod.sandbox.address, .users = 50, .think = 1s, .length = 100s});
  test.engine.run_for(110s);
  CHECK(Traffic::only(users, Outcome::kOk));
  CHECK(std::abs(static_cast<double>(users.availability().total()) - 50 * 100 / 1.007) < 200);
}

TEST_CASE("users whose service is silent ask again only after they gave up") {
  Traffic test;
  test.route({}, {.drop = true});
  Requests& users = test.world.add_requests(
      {.machine = "client", .address = "10.96.0.10", .users = 50, .think = 1s, .timeout = 4s});
  test.engine.run_for(100s);
  CHECK(Traffic::only(users, Outcome::kTimeout));
  CHECK(std::abs(static_cast<double>(users.availability().total()) - 50 * 100 / 5.0) < 120);
  users.stop();
  test.engine.run_for(10s);
  const std::uint64_t total = users.availability().total();
  test.engine.run_for(10s);
  CHECK(users.availability().total() == total);
}

TEST_CASE("users on a machine that freezes are there again when it goes on") {
  Traffic test;
  Requests& users = test.world.add_requests(
      {.machine = "client", .address = test.pod.sandbox.address, .users = 5, .think = 1s});
  test.engine.run_for(20s);
  test.client->machine.pause();
  const std::uint64_t before = users.availability().total();
  test.engine.run_for(20s);
  CHECK(users.availability().total() == before);
  test.client->machine.resume();
  test.engine.run_for(20s);
  CHECK(users.availability().total() > before + 60);
}

}  // namespace
}  // namespace podium::sim
