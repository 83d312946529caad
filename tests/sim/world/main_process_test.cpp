// Containers that run their command, and exec probes that do.
#include "sim/world/main_process.h"

#include "tests/sim/world/support/fixture.h"
#include "tests/support/command_client.h"

namespace podium::sim {
namespace {

using podium::testing::CommandClient;
using Words = std::vector<std::string>;

constexpr CommandStreams kPlain{.in = false, .out = true, .err = true};
constexpr CommandStreams kPiped{.in = true, .out = true, .err = true};

struct Ran : Fixture {
  Ran(std::string image, Words command, bool interactive = false) : host(add("n")) {
    made = running(host, "a",
                   {.image = std::move(image), .command = std::move(command), .interactive = interactive});
  }
  ContainerInfo info() { return inspect(host, made.id); }
  std::string log() {
    std::string text;
    const auto reader = host.runtime.logs(made.id, {}).value();
    for (const LogLine& line : reader->read(1 << 20)) text += (line.error ? "!" : "") + line.text + "\n";
    return text;
  }
  int exec(const std::string& script) {
    const auto client = std::make_shared<CommandClient>();
    host.runtime.exec(made.id, {"sh", "-c", script}, kPlain, client);
    return client->outcome->exit_code;
  }
  std::shared_ptr<CommandClient> attach(CommandStreams streams) {
    auto client = std::make_shared<CommandClient>();
    host.runtime.attach(made.id, streams, client);
    return client;
  }
  void probe(Words command) {
    host.runtime.start_probe(made.id, {.action = ProbeConfig::Action::kExec, .command = std::move(command)},
                             [this](const ProbeResult& result) {
                               results.push_back(result.success ? "good" : "bad: " + result.output);
                             });
  }

  Host& host;
  Running made;
  std::vector<std::string> results;
};

Words script(const std::string& text) { return {"sh", "-c", text}; }

TEST_CASE("a container whose command the shell understands runs it, logs what it writes, and ends with it") {
  Ran ran("busybox", script("echo one; sleep 20; cat /nowhere; exit 3"));
  ran.engine.run_for(10s);
  CHECK(ran.info().state == ContainerState::kRunning);
  CHECK(ran.log() == "one\n");
  ran.engine.run_for(10s);
  CHECK(ran.info().state == ContainerState::kExited);
  CHECK(ran.info().exit_code == 3);
  CHECK(ran.info().reason == "Error");
  CHECK(ran.info().finished - ran.info().started == 20s);
  CHECK(ran.log() == "one\n!cat: /nowhere: No such file or directory\n");
  Ran args("registry/busybox:1.36", {});
  CHECK(
      command_of({.image = "busybox", .args = {"echo", "a"}, .model = &args.host.runtime.find(2)->model()}) ==
      Words{"echo", "a"});
  args.engine.run_for(1h);
  CHECK(args.info().state == ContainerState::kRunning);
}

TEST_CASE("what the shell does not understand, or a scenario describes, is for the model to say") {
  for (const Words& command :
       {Words{"nginx", "-g", "daemon off;"}, script("exec java -jar app.jar"),
        script("while true; do date; done"), script("echo $(date)"), script("echo `date`"),
        script("date | cat"), Words{"sh"}, Words{"sh", "run.sh"}}) {
    CHECK_FALSE(Shell::understands(command));
  }
  Ran forever("app", script("while true; do date; done"));
  forever.engine.run_for(1h);
  CHECK(forever.info().state == ContainerState::kRunning);
  CHECK(forever.log() == "app starting, run 1\nlistening\n");
  AppModel model = exact_model("described");
  CHECK(command_of({.image = "described", .command = {"false"}, .model = &model}).empty());
}

TEST_CASE("who follows the log of a command is told of each line, and who attaches is read") {
  Ran ran("busybox", {"cat"}, true);
  const auto client = ran.attach(kPiped);
  std::string followed;
  const auto reader = ran.host.runtime.logs(ran.made.id, {.follow = true}).value();
  const auto pump = [&] {
    for (const LogLine& line : reader->read(1 << 20)) followed += line.text + "|";
  };
  reader->on_more = pump;
  pump();
  client->type("a\nb");
  ran.engine.run_for(1s);
  CHECK(followed == "a|");
  CHECK(ran.info().state == ContainerState::kRunning);
  client->end();
  ran.engine.run_for(1s);
  CHECK(ran.info().reason == "Completed");
  CHECK(client->out == "a\nb\n");
  CHECK(client->outcome->exit_code == 0);
  pump();
  CHECK(followed == "a|b|");
  CHECK(reader->ended());
}

// As process 1, and without a handler, a shell never sees SIGTERM.
TEST_CASE("a command ends when its container is killed or its machine loses power") {
  Ran stopped("busybox", script("sleep 30; echo late"));
  stopped.host.runtime.stop_container(stopped.made.id, 5s, [](const Result<Nothing>&) {});
  stopped.engine.run_for(1min);
  CHECK(stopped.log().empty());
  CHECK(stopped.info().exit_code == 137);
  Ran lost("busybox", script("sleep 30; echo late"));
  lost.host.machine.power_off();
  lost.engine.run_for(1min);
  CHECK(lost.log().empty());
  CHECK(lost.info().exit_code == 255);
}

TEST_CASE(
    "an exec probe runs its command in the container, again when files change, and costs nothing else") {
  Ran ran("busybox", script("touch /tmp/healthy; sleep 32; rm -f /tmp/healthy; sleep 6000"));
  ran.probe({"cat", "/tmp/healthy"});
  ran.engine.run_for(20s);
  CHECK(ran.results == std::vector<std::string>{"good"});
  ran.engine.run_for(30s);
  CHECK(ran.results.back() == "bad: cat: /tmp/healthy: No such file or directory\n");
  CHECK(ran.exec("touch /tmp/healthy") == 0);
  ran.engine.run_for(20s);
  CHECK(ran.results.size() == 3);
  CHECK(ran.results.back() == "good");
  const auto before = ran.engine.executed();
  ran.engine.run_for(1h);
  CHECK(ran.engine.executed() == before);
}

TEST_CASE(
    "of a program that is not simulated, an exec probe sees only the files that commands have touched") {
  Ran ran("nginx", {});
  ran.engine.run_for(5s);
  ran.probe({"cat", "/tmp/healthy"});
  ran.probe({"pg_isready"});
  ran.engine.run_for(20s);
  CHECK(ran.results == std::vector<std::string>{"good", "good"});
  CHECK(ran.exec("touch /tmp/healthy /tmp/other") == 0);
  ran.engine.run_for(20s);
  CHECK(ran.results.size() == 2);
  CHECK(ran.exec("rm /tmp/healthy") == 0);
  ran.engine.run_for(20s);
  CHECK(ran.results.size() == 3);
  CHECK(ran.results.back() == "bad: cat: /tmp/healthy: No such file or directory\n");
}

}  // namespace
}  // namespace podium::sim
