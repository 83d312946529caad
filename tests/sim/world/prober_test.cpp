#include "sim/world/prober.h"

#include "tests/sim/world/support/fixture.h"

namespace podium::sim {
namespace {

using Action = ProbeConfig::Action;

struct Report {
  TimePoint at;
  bool success;
  std::string output;
  bool operator==(const Report&) const = default;
};

struct Probed : Fixture {
  explicit Probed(const AppModel& model) : host(add("n")) {
    world.applications().add(model);
    made = running(host, "a", {.ports = {80}});
    started = inspect(host, made.id).started;
  }
  ProbeId probe(ProbeConfig config) {
    return host.runtime.start_probe(made.id, config, [this](const ProbeResult& result) {
      reports.push_back({engine.now(), result.success, result.output});
    });
  }
  ProbeConfig http(std::string path = "/healthz") {
    return {.action = Action::kHttpGet, .path = path, .port = 80};
  }
  void stop() {
    host.runtime.stop_container(made.id, 30s, [](Result<Nothing>) {});
  }

  Host& host;
  Running made;
  TimePoint started;
  std::vector<Report> reports;
};

TEST_CASE("a probe reports its first result and then only changes") {
  AppModel model = exact_model();
  model.ready_after = {15s, 15s};
  model.failures = {{.from = 45s, .to = 60s, .status = 500}};
  Probed test(model);
  test.probe(test.http());
  test.engine.run_for(10min);
  const TimePoint first = test.reports.at(0).at;
  REQUIRE(test.reports.size() == 5);
  CHECK(test.reports[0].output ==
        "Get \"http://10.244.1.2:80/healthz\": dial tcp 10.244.1.2:80: connect: connection refused");
  CHECK(test.reports[1] == Report{first + 10s, false, "HTTP probe failed with statuscode: 503"});
  CHECK(test.reports[2] == Report{first + 20s, true, ""});
  CHECK(test.reports[3] == Report{first + 50s, false, "HTTP probe failed with statuscode: 500"});
  CHECK(test.reports[4] == Report{first + 60s, true, ""});
}

TEST_CASE("a healthy probe costs no task") {
  Probed test(exact_model());
  test.engine.run_for(5s);
  test.probe(test.http());
  test.engine.run_for(1s);
  REQUIRE(test.reports.size() == 1);
  const auto before = test.engine.executed();
  test.engine.run_for(24h);
  CHECK(test.engine.executed() == before);
}

TEST_CASE("the first probe waits for the initial delay, or for the given time") {
  Probed test(exact_model());
  auto config = test.http();
  config.initial_delay = 7s;
  test.probe(config);
  test.engine.run_for(1min);
  REQUIRE(test.reports.size() == 1);
  CHECK(test.reports[0].at == test.started + 7s);
  config.first = test.engine.now() + 3s;
  test.probe(config);
  test.engine.run_for(1min);
  CHECK(test.reports.at(1).at == config.first);
}

TEST_CASE("each kind of probe fails in the words of Kubernetes") {
  AppModel model = exact_model();
  model.failures = {{.from = 10s, .to = 20s, .status = 500}, {.from = 20s, .to = 30s, .status = 0}};
  const auto outputs = [&](ProbeConfig config) {
    Probed test(model);
    config.first = test.started + 500ms;
    config.port = 80;
    test.probe(config);
    test.engine.run_for(35s);
    std::vector<std::string> texts;
    for (const auto& report : test.reports) texts.push_back(report.output);
    return texts;
  };
  using Texts = std::vector<std::string>;
  CHECK(outputs({.action = Action::kHttpGet, .path = "/x", .scheme = "HTTPS"}) ==
        Texts{"Get \"https://10.244.1.2:80/x\": dial tcp 10.244.1.2:80: connect: connection refused",
              "HTTP probe failed with statuscode: 500",
              "Get \"https://10.244.1.2:80/x\": context deadline exceeded (Client.Timeout exceeded while "
              "awaiting "
              "headers)",
              ""});
  CHECK(outputs({.action = Action::kTcpSocket}) ==
        Texts{"dial tcp 10.244.1.2:80: connect: connection refused", ""});
  CHECK(outputs({.action = Action::kGrpc}) ==
        Texts{"timeout: failed to connect service \"10.244.1.2:80\" within 1s: context deadline exceeded",
              "service unhealthy (responded with \"NOT_SERVING\")",
              "timeout: health rpc did not complete within 1s: context deadline exceeded", ""});
  CHECK(outputs({.action = Action::kExec, .command = {"cat", "/ok"}}) ==
        Texts{"command \"cat /ok\" exited with 1", "command timed out: \"cat /ok\" timed out after 1s", ""});
}

TEST_CASE("silence is reported when the probe's time-out has passed") {
  AppModel model = exact_model();
  model.failures = {{.from = 10s, .status = 0}};
  Probed test(model);
  auto config = test.http();
  config.first = test.started + 5s;
  config.timeout = 3s;
  test.probe(config);
  test.engine.run_for(1min);
  REQUIRE(test.reports.size() == 2);
  CHECK(test.reports[1].at == test.started + 15s + 3s);
}

TEST_CASE("failures may concern one path only, and ports that nobody listens on refuse") {
  AppModel model = exact_model();
  model.ports = {80};
  model.failures = {{.from = 0s, .status = 404, .target = "/live*"}};
  Probed test(model);
  test.engine.run_for(5s);
  test.probe(test.http("/live/x"));
  test.probe(test.http("/ready"));
  auto other = test.http();
  other.port = 81;
  test.probe(other);
  test.engine.run_for(1min);
  REQUIRE(test.reports.size() == 3);
  CHECK(test.reports[0].output == "HTTP probe failed with statuscode: 404");
  CHECK(test.reports[1].success);
  CHECK(test.reports[2].output.find(":81: connect: connection refused") != std::string::npos);
}

TEST_CASE("after SIGTERM the application refuses, and after the exit nobody probes") {
  AppModel model = exact_model();
  model.stop = {15s, 15s};
  Probed test(model);
  test.engine.run_for(5s);
  test.probe(test.http());
  test.engine.run_for(1s);
  test.stop();
  test.engine.run_for(5min);
  REQUIRE(test.reports.size() == 2);
  CHECK_FALSE(test.reports[1].success);
  CHECK(test.reports[1].at - test.reports[0].at == 10s);
}

TEST_CASE("a frozen machine is not probed, and what its programs were to do comes as much later") {
  AppModel model = exact_model();
  model.failures = {{.from = 30s, .status = 500}};
  Probed test(model);
  test.engine.run_for(5s);
  auto config = test.http();
  config.first = test.started + 6s;
  test.probe(config);
  test.engine.run_for(5s);
  REQUIRE(test.world.chaos().pause_machine("n").ok());
  test.engine.run_for(60s);
  REQUIRE(test.world.chaos().resume_machine("n").ok());
  test.engine.run_for(5min);
  REQUIRE(test.reports.size() == 2);
  CHECK(test.reports[1].at == test.started + 96s);  // fails from 90 s on; ticks at 6 s + 10 s * k
}

TEST_CASE("a stopped probe reports no more") {
  AppModel model = exact_model();
  model.failures = {{.from = 30s, .status = 500}};
  Probed test(model);
  test.engine.run_for(5s);
  const ProbeId id = test.probe(test.http());
  test.engine.run_for(1s);
  test.host.runtime.stop_probe(id);
  test.host.runtime.stop_probe(id);
  test.engine.run_for(5min);
  CHECK(test.reports.size() == 1);
  CHECK(test.host.runtime.start_probe("no such", test.http(), [](const ProbeResult&) {}) == ProbeId::kNone);
}

// Cost follows change, and what is skipped is unobservable: the standing probe must report exactly
// what asking at every tick and keeping the changes would.
TEST_CASE("standing probes equal asking at every tick") {
  Random random(11);
  for (int round = 0; round < 60; ++round) {
    AppModel model = exact_model();
    model.start = {Duration{0}, 12s};
    model.ready_after = {Duration{0}, 12s};
    const auto windows = random.between(0, 5);
    for (int i = 0; i < windows; ++i) {
      const Duration from = random.between(Duration{0}, Duration{3min});
      const int status = static_cast<int>(random.between(0, 2)) * 250;  // silence, 250 (good), 500
      model.failures.push_back({from, from + random.between(Duration{0}, Duration{20s}), status});
    }
    Probed test(model);
    auto config = test.http();
    config.action = random.chance({1, 3}) ? Action::kTcpSocket : Action::kHttpGet;
    config.period = random.between(Duration{1s}, Duration{12s});
    config.timeout = 300ms;
    config.initial_delay = random.between(Duration{0}, Duration{20s});
    test.probe(config);

    const ContainerRecord& container = *test.host.runtime.find(2);
    std::vector<Report> expected;
    for (TimePoint tick = std::max(test.started + config.initial_delay, test.engine.now());
         tick < test.started + 5min; tick += config.period) {
      const ProbeSpec spec{
          .action = config.action, .port = 80, .target = config.action == Action::kHttpGet ? "/healthz" : ""};
      const Probe probe{.container = &container, .spec = &spec};
      const Answer answer = probe_answer(probe, tick);
      const ProbeResult result = probe_result(probe, answer);
      if (!expected.empty() && expected.back().success == result.success &&
          expected.back().output == result.output)
        continue;
      const bool waits = answer.kind == Answer::Kind::kSilence;
      expected.push_back({waits ? tick + config.timeout : tick, result.success, result.output});
    }
    test.engine.run_until(test.started + 5min + 1s);
    CHECK(test.reports == expected);
  }
}

}  // namespace
}  // namespace podium::sim
