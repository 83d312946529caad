#include "tests/sim/world/support/fixture.h"

namespace podium::sim {
namespace {

using Lines = std::vector<std::string>;

// A container whose log is read as a kubelet reads it: at once, and again whenever there is more.
struct Log : Fixture {
  explicit Log(AppModel model = exact_model()) : host(add("n")) {
    world.applications().add(std::move(model));
    made = running(host, "a");
    started = engine.now();
  }

  struct Open {
    std::unique_ptr<LogReader> reader;
    Lines lines;
    int wakes = 0;
    void pump() {
      for (auto more = reader->read(64); !more.empty(); more = reader->read(64))
        for (const LogLine& line : more) lines.push_back(line.text);
    }
  };
  std::unique_ptr<Open> open(LogQuery query) {
    auto open = std::make_unique<Open>();
    open->reader = host.runtime.logs(made.id, query).value();
    open->reader->on_more = [o = open.get()] {
      ++o->wakes;
      o->pump();
    };
    open->pump();
    return open;
  }
  Lines now(LogQuery query = {}) {
    const auto all = open(query);
    CHECK(all->reader->ended());
    return all->lines;
  }
  void stop() {
    host.runtime.stop_container(made.id, 30s, [](const Result<Nothing>&) {});
  }

  Host& host;
  Running made;
  TimePoint started{};
};

AppModel chatty(Duration every) {
  AppModel model = exact_model();
  model.log_every = every;
  model.log_line = "tick";
  return model;
}

TEST_CASE("a log tells what the program went through, each line with its time") {
  Log log;
  CHECK(log.now() == Lines{"app starting, run 1"});
  log.engine.run_for(2s);
  log.stop();
  log.engine.run_for(2s);
  CHECK(log.now() == Lines{"app starting, run 1", "listening", "received SIGTERM", "exiting with code 0"});
  const auto lines = log.host.runtime.logs(log.made.id, {}).value()->read(1000);
  std::vector<Duration> times;
  for (const LogLine& line : lines) times.push_back(line.time - log.started);
  CHECK(times == std::vector<Duration>{0s, 1s, 2s, 2500ms});
}

TEST_CASE("a log that is followed gives each line when it is written, and ends with the container") {
  Log log;
  const auto followed = log.open({.follow = true});
  CHECK(followed->lines.size() == 1);
  CHECK_FALSE(followed->reader->ended());
  log.engine.run_for(999ms);
  CHECK(followed->lines.size() == 1);
  log.engine.run_for(1ms);
  CHECK(followed->lines.back() == "listening");
  log.engine.run_for(1h);
  CHECK(followed->wakes == 1);  // a quiet program costs nothing
  log.stop();
  log.engine.run_for(0s);
  CHECK(followed->lines.back() == "received SIGTERM");
  CHECK_FALSE(followed->reader->ended());
  log.engine.run_for(1s);
  CHECK(followed->lines.back() == "exiting with code 0");
  CHECK(followed->reader->ended());
}

TEST_CASE("who is killed writes nothing more, and the follower learns the end") {
  Log log;
  const auto followed = log.open({.follow = true});
  REQUIRE(log.host.runtime.kill(log.made.id, 137).ok());
  log.engine.run_for(0s);
  CHECK(followed->lines.size() == 1);
  CHECK(followed->reader->ended());
  CHECK(followed->wakes == 1);
}

TEST_CASE("a follower learns that its container was removed") {
  Log log;
  const auto followed = log.open({.follow = true});
  log.host.runtime.remove_sandbox(log.made.sandbox.id, [](const Result<Nothing>&) {});
  log.engine.run_for(1s);
  CHECK(followed->reader->ended());
  CHECK(followed->wakes == 1);
}

TEST_CASE("a model may write at a steady pace, from listening to its end") {
  Log log(chatty(10s));
  log.engine.run_for(32s);
  CHECK(log.now() == Lines{"app starting, run 1", "listening", "tick", "tick", "tick"});
  log.stop();
  log.engine.run_for(1min);
  CHECK(log.now().size() == 7);
}

TEST_CASE("tail counts from the end of what is there, since from its beginning") {
  Log log(chatty(10s));
  log.engine.run_for(32s);
  CHECK(log.now({.tail = 4}) == Lines{"listening", "tick", "tick", "tick"});
  CHECK(log.now({.tail = 0}).empty());
  CHECK(log.now({.tail = 100}).size() == 5);
  CHECK(log.now({.since = log.started + 11s}) == Lines{"tick", "tick", "tick"});
  CHECK(log.now({.since = log.started + 11001ms}) == Lines{"tick", "tick"});
  CHECK(log.now({.since = log.started + 1h}).empty());
  const auto followed = log.open({.since = log.started + 11s, .tail = 1, .follow = true});
  CHECK(followed->lines == Lines{"tick"});
  log.engine.run_for(10s);
  CHECK(followed->lines == Lines{"tick", "tick"});
}

TEST_CASE("a reader that outlives its kubelet's attachment is not called") {
  Log log(chatty(1s));
  const auto followed = log.open({.follow = true});
  log.host.runtime.detach();
  log.engine.run_for(1min);
  CHECK(followed->wakes == 0);
  CHECK(followed->reader->ended());
}

TEST_CASE("a machine without power writes no lines, and its readers may go") {
  Log log(chatty(1s));
  auto followed = log.open({.follow = true});
  log.host.machine.power_off();
  log.engine.run_for(1min);
  CHECK(followed->wakes == 0);
  followed.reset();
}

TEST_CASE("there is no log of a container that is not there") {
  Log log;
  const auto none = log.host.runtime.logs("00000000000099", {});
  REQUIRE_FALSE(none.ok());
  CHECK(none.error().code == ErrorCode::kNotFound);
}

}  // namespace
}  // namespace podium::sim
