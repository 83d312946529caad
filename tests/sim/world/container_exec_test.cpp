#include "tests/sim/world/support/fixture.h"
#include "tests/support/command_client.h"

namespace podium::sim {
namespace {

using podium::testing::CommandClient;
using podium::testing::PortClient;
using Words = std::vector<std::string>;

constexpr CommandStreams kPlain{.in = false, .out = true, .err = true};
constexpr CommandStreams kPiped{.in = true, .out = true, .err = true};
constexpr CommandStreams kTerminal{.in = true, .out = true, .tty = true};

struct Exec : Fixture {
  explicit Exec(AppModel model = exact_model()) : host(add("n")) {
    world.applications().add(std::move(model));
    ContainerConfig config{.image = "app", .env = {{"COLOUR", "blue"}}, .ports = {80}};
    made = running(host, "web", config);
  }

  std::shared_ptr<CommandClient> exec(Words command, CommandStreams streams = kPlain) {
    auto client = std::make_shared<CommandClient>();
    host.runtime.exec(made.id, std::move(command), streams, client);
    return client;
  }
  // What a script says, errors included, and its exit code where that is not 0.
  std::string sh(const std::string& script) {
    const auto client = exec({"sh", "-c", script});
    REQUIRE(client->outcome);
    const int code = client->outcome->exit_code;
    return client->out + client->err + (code == 0 ? "" : "=" + std::to_string(code));
  }

  Host& host;
  Running made;
};

TEST_CASE("a command sees the container's environment, name, processes and files") {
  Exec exec;
  CHECK(exec.sh("echo $COLOUR ${COLOUR} '$COLOUR' \"$COLOUR!\"") == "blue blue $COLOUR blue!\n");
  CHECK(exec.exec({"printenv", "COLOUR"})->out == "blue\n");
  CHECK(exec.exec({"env"})->out.find("HOSTNAME=web\nCOLOUR=blue\n") != std::string::npos);
  CHECK(exec.sh("env A=b ls") == "env: only shows the environment here\n=125");
  CHECK(exec.exec({"hostname"})->out == "web\n");
  CHECK(exec.exec({"cat", "/etc/hostname"})->out == "web\n");
  CHECK(exec.exec({"cat", "/etc/hosts"})->out.find("10.244.1.2\tweb\n") != std::string::npos);
  CHECK(exec.exec({"cat", "/proc/1/cmdline"})->out == std::string("app\0", 4));
  CHECK(exec.exec({"ps"})->out == "PID   USER     COMMAND\n    1 root     app\n    7 root     ps\n");
  CHECK(exec.sh("pwd; cd /etc && pwd; ls /proc/1") == "/\n/etc\ncmdline\nenviron\n");
}

TEST_CASE("commands are joined by ;, && and || as in any shell") {
  Exec exec;
  CHECK(exec.sh("true && echo yes || echo no") == "yes\n");
  CHECK(exec.sh("false && echo yes || echo no; echo $?") == "no\n0\n");
  CHECK(exec.sh("false; echo $?") == "1\n");
  CHECK(exec.sh("test -f /etc/hosts && [ 3 -gt 2 ] && [ ! -d /nowhere ]") == "");
  CHECK(exec.sh("A=1; B=\"$A 2\"; echo $B; exit 7; echo never") == "1 2\n=7");
  CHECK(exec.sh("sh -c 'exit 3'; echo $?") == "3\n");
  CHECK(exec.sh("ls /nowhere 2>/dev/null || echo ${NOTHING:-none}") == "none\n");
  CHECK(exec.sh("cat /etc/hostname | wc").starts_with("sh: 1: Syntax error: \"|\" unexpected"));
  CHECK(exec.sh("echo 'open") == "sh: 1: Syntax error: Unterminated quoted string\n=2");
  CHECK(exec.sh("echo a > /no/a") == "sh: 1: cannot create /no/a: No such file or directory\n=2");
}

TEST_CASE("what commands write is there for those after them, until the container is removed") {
  Exec exec;
  CHECK(exec.sh("mkdir -p /data/a && cd /data/a && echo one > f && echo two >> f && cat f") == "one\ntwo\n");
  CHECK(exec.sh("touch /data/a/g; ls /data/a; rm /data/a/f; test -e /data/a/f || echo gone") ==
        "f\ng\ngone\n");
  CHECK(exec.sh("echo x > /proc/1/x") == "sh: 1: cannot create /proc/1/x: Permission denied\n=2");
  CHECK(exec.sh("rm /etc/hosts") == "rm: /etc/hosts: Operation not permitted\n=1");
  const auto other = exec.running(exec.host, "other");
  const auto client = std::make_shared<CommandClient>();
  exec.host.runtime.exec(other.id, {"ls", "/data"}, kPlain, client);
  CHECK(client->err == "ls: /data: No such file or directory\n");
}

TEST_CASE("what a shell does not find has exit code 127; without a shell it cannot be run at all") {
  Exec exec;
  CHECK(exec.sh("foo") == "sh: 1: foo: not found\n=127");
  const auto missing = exec.exec({"foo", "bar"});
  REQUIRE(missing->outcome);
  CHECK(missing->outcome->kind == CommandOutcome::Kind::kFailed);
  CHECK(missing->outcome->message.ends_with(
      "OCI runtime exec failed: exec failed: unable to start container process: exec: \"foo\": executable "
      "file not found in $PATH: unknown"));
  CHECK(exec.exec({"/no/such"})
            ->outcome->message.ends_with("stat /no/such: no such file or directory: unknown"));
}

TEST_CASE("sleeping takes the world's time") {
  Exec exec;
  const auto client = exec.exec({"sh", "-c", "echo a; sleep 90; echo b"});
  CHECK(client->out == "a\n");
  exec.engine.run_for(89s);
  CHECK_FALSE(client->outcome);
  exec.engine.run_for(1s);
  CHECK(client->out == "a\nb\n");
  CHECK(client->outcome->kind == CommandOutcome::Kind::kSucceeded);
}

TEST_CASE("input is read as it comes, or to its end") {
  Exec exec;
  const auto cat = exec.exec({"cat"}, kPiped);
  cat->type("one\ntw");
  CHECK(cat->out == "one\ntw");
  CHECK(cat->taken == 6);
  cat->end();
  CHECK(cat->outcome->exit_code == 0);
  const auto count = exec.exec({"wc", "-l"}, kPiped);
  count->type("a\nb\n");
  count->end();
  CHECK(count->out == "2\n");
  const auto script = exec.exec({"sh"}, kPiped);
  script->type("echo hello\nexit ");
  script->type("4\n");
  CHECK(script->out == "hello\n");
  CHECK(script->outcome->exit_code == 4);
}

TEST_CASE("who does not take output, or gives more than is read, is not read from") {
  Exec exec;
  const auto cat = exec.exec({"cat"}, kPiped);
  cat->untaken = 1 << 20;
  cat->type("more");
  CHECK(cat->taken == 0);
  cat->untaken = 0;
  cat->listener.lock()->on_room();
  CHECK(cat->taken == 4);
  const auto busy = exec.exec({"sleep", "60"}, kPiped);
  busy->type(std::string(100'000, 'x'));
  CHECK(busy->taken == 0);
}

TEST_CASE("a terminal echoes, prompts, and knows Ctrl-C and Ctrl-D") {
  Exec exec;
  const auto shell = exec.exec({"sh"}, kTerminal);
  CHECK(shell->out == "# ");
  shell->type("echo hu\x7fi\r");
  CHECK(shell->out == "# echo hu\b \bi\r\nhi\r\n# ");
  shell->out.clear();
  shell->type("sleep 1000\r");
  shell->type("\x03");
  CHECK(shell->out == "sleep 1000\r\n^C\r\n# ");
  shell->out.clear();
  shell->type("echo $?\r");
  CHECK(shell->out == "echo $?\r\n130\r\n# ");
  shell->type("\x04");
  REQUIRE(shell->outcome);
  const auto sleep = exec.exec({"sleep", "1000"}, kTerminal);
  sleep->type("\x03");
  CHECK(sleep->outcome->exit_code == 130);
}

TEST_CASE("commands die with their container, and are gone with their client or kubelet") {
  Exec exec;
  const auto killed = exec.exec({"sleep", "1000"});
  REQUIRE(exec.host.runtime.kill(exec.made.id, 1).ok());
  CHECK(killed->outcome->exit_code == 137);
  CHECK(exec.exec({"ls"})->outcome->message.ends_with("container is not running"));
  Exec other;
  const auto left = other.exec({"sleep", "10"}), cut = other.exec({"sleep", "10"});
  left->listener.lock()->on_gone();
  other.engine.run_for(0s);
  CHECK(left->listener.expired());
  other.host.runtime.detach();
  CHECK(cut->listener.expired());
  other.engine.run_for(1min);
  CHECK_FALSE(left->outcome);
  CHECK_FALSE(cut->outcome);
}

TEST_CASE("tar packs files for kubectl cp, and refuses to make nothing") {
  Exec exec;
  CHECK(exec.exec({"tar", "cf", "-"})->err == "tar: Cowardly refusing to create an empty archive\n");
  const auto packed = exec.exec({"tar", "cf", "-", "/etc/hostname"});
  REQUIRE(packed->out.size() == 4 * 512);
  CHECK(packed->out.substr(0, 13) == std::string("etc/hostname\0", 13));
  CHECK(packed->out.substr(257, 8) == std::string("ustar\00000", 8));
  CHECK(packed->out.substr(512, 4) == "web\n");
  const auto unpacked = exec.exec({"tar", "-xmf", "-", "-C", "/tmp"}, kPiped);
  unpacked->type(packed->out);
  unpacked->end();
  CHECK(unpacked->outcome->exit_code == 0);
  CHECK(exec.sh("cat /tmp/etc/hostname; ls /tmp") == "web\netc\n");
}

TEST_CASE("date tells the world's time") {
  Exec exec;
  CHECK(exec.exec({"date", "+%s"})->out == std::to_string(nanos(exec.engine.now()) / 1'000'000'000) + "\n");
}

TEST_CASE("who attaches sees what the program writes from then on, and how it ends") {
  Exec exec;
  const auto client = std::make_shared<CommandClient>();
  exec.host.runtime.attach(exec.made.id, kPlain, client);
  CHECK(client->out.empty());
  exec.engine.run_for(2s);
  CHECK(client->out == "listening\n");
  exec.host.runtime.stop_container(exec.made.id, 30s, [](const Result<Nothing>&) {});
  exec.engine.run_for(2s);
  CHECK(client->out == "listening\nreceived SIGTERM\nexiting with code 0\n");
  REQUIRE(client->outcome);
  CHECK(client->outcome->exit_code == 0);
}

TEST_CASE("a port answers HTTP as the application would, and refuses before it listens") {
  AppModel model = exact_model();
  model.ports = {80};
  model.service = {.low = 30ms};
  model.failures = {{.status = 500, .target = "/bad*"}};
  Exec exec(model);
  const auto connect = [&exec](std::uint16_t port) {
    auto client = std::make_shared<PortClient>(port);
    exec.host.runtime.connect_port(exec.made.sandbox.id, client);
    return client;
  };
  CHECK(connect(80)->failure.find("dial tcp4 127.0.0.1:80: connect: connection refused") !=
        std::string::npos);
  exec.engine.run_for(2s);
  CHECK_FALSE(connect(81)->failure.empty());
  const auto client = connect(80);
  client->listener.lock()->on_bytes(
      "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET /bad HTTP/1.1\r\nConnection: close\r\n\r\n");
  exec.engine.run_for(29ms);
  CHECK(client->got.empty());
  exec.engine.run_for(1ms);
  CHECK(client->got ==
        "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 12\r\n\r\nweb: 200 OK\n");
  exec.engine.run_for(1s);
  CHECK(client->got.find("HTTP/1.1 500 Internal Server Error") != std::string::npos);
  CHECK(client->closed);
}

}  // namespace
}  // namespace podium::sim
