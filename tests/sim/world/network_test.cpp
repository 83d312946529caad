#include "sim/world/network.h"

#include "tests/sim/world/support/fixture.h"

namespace podium::sim {
namespace {

struct Numbered final : Message {
  explicit Numbered(int n, std::size_t bytes = 0) : number(n), bytes(bytes) {}
  std::size_t wire_size() const override { return bytes; }
  int number;
  std::size_t bytes;
};

// A server on machine "s" that keeps what it gets, and a client on machine "c".
struct Pair : Fixture {
  explicit Pair(WorldOptions options = exact_options()) : Fixture(options) {
    add("s");
    add("c");
    server_process = engine.start_process("server");
    client_process = engine.start_process("client");
    world.machine("s").machine.adopt(*server_process);
    world.machine("c").machine.adopt(*client_process);
    listen();
  }
  ~Pair() {
    client.reset();
    server.reset();
  }

  void listen() {
    world.network().listen("server", "s", *server_process, [this](std::unique_ptr<Connection> accepted) {
      server = std::move(accepted);
      server->on_message = [this](std::unique_ptr<Message> message) {
        got.push_back(static_cast<Numbered&>(*message).number);
        got_at.push_back(engine.now());
        causes.push_back(engine.cause());
      };
      server->on_close = [this](const Error& error) { server_end = {error.code, engine.now()}; };
    });
  }
  void connect() {
    client = world.network().connect("c", "server", *client_process);
    client->on_close = [this](const Error& error) { client_end = {error.code, engine.now()}; };
  }
  void send(int number, std::size_t bytes = 0) { client->send(std::make_unique<Numbered>(number, bytes)); }
  void connected() {
    connect();
    engine.run_for(10ms);
    REQUIRE(server);
  }

  std::unique_ptr<Process> server_process, client_process;
  std::unique_ptr<Connection> server, client;
  std::vector<int> got;
  std::vector<TimePoint> got_at;
  std::vector<EventId> causes;
  using End = std::optional<std::pair<ErrorCode, TimePoint>>;
  End server_end, client_end;
};

WorldOptions with_loss(Ratio loss) {
  auto options = exact_options();
  options.topology.machine_link.loss = loss;
  return options;
}

WorldOptions patient() {
  auto options = exact_options();
  options.network.keepalive = Duration{0};
  return options;
}

TEST_CASE("a message takes the way's latency and its transmission, and carries its cause") {
  auto options = exact_options();
  options.topology.machine_link.bandwidth = 1'000'000;
  Pair pair(options);
  pair.connected();
  const TimePoint start = pair.engine.now();
  pair.engine.because(77);
  pair.send(1, 2'500'000);
  pair.engine.run_for(10s);
  REQUIRE(pair.got == std::vector{1});
  CHECK(pair.got_at[0] - start == 2500ms + 500us);
  CHECK(pair.causes[0] == 77);
}

TEST_CASE("what is sent before the peer accepts arrives after the handshake, in order") {
  Pair pair;
  const TimePoint start = pair.engine.now();
  pair.connect();
  for (int i = 0; i < 3; ++i) pair.send(i);
  pair.engine.run_for(1s);
  CHECK(pair.got == std::vector{0, 1, 2});
  CHECK(pair.got_at[0] - start == 3 * 500us);
}

TEST_CASE("under loss every message arrives once and in order, late by retransmissions") {
  Pair pair(with_loss({1, 5}));
  pair.connect();
  std::vector<int> sent;
  for (int i = 0; i < 500; ++i) {
    pair.send(i);
    sent.push_back(i);
    pair.engine.run_for(3ms);
  }
  pair.engine.run_for(10min);
  CHECK(pair.got == sent);
  CHECK(std::is_sorted(pair.got_at.begin(), pair.got_at.end()));
  CHECK_FALSE(pair.client_end);
}

TEST_CASE("one retransmission costs 200 ms, the next 400 ms") {
  NetworkOptions options;
  Path path{.up = true, .latency = 1ms, .loss = {1, 2}};
  Random random(3);
  for (int i = 0; i < 200; ++i) {
    const Duration late = transit(path, 0, options, random) - 1ms;
    // 200 ms * (2^k - 1) for k losses, while pauses are below the cap of 120 s.
    const auto units = late / 200ms + 1;
    CHECK(late % 200ms == Duration{0});
    CHECK((units & (units - 1)) == 0);
  }
}

TEST_CASE("while a link is cut messages wait, and go on at the next retransmission after it is mended") {
  Pair pair(patient());
  pair.connected();
  const TimePoint start = pair.engine.now();
  pair.world.chaos().cut_link("c", "s", false).ok();
  pair.send(1);
  pair.engine.run_for(1s);
  pair.send(2);
  pair.engine.run_for(1s);
  CHECK(pair.got.empty());
  REQUIRE(pair.world.chaos().mend_link("c", "s").ok());
  pair.engine.run_for(1min);
  CHECK(pair.got == std::vector{1, 2});
  // Retransmissions at 0.2, 0.6, 1.4 and 3 s: the first after the mending at 2 s is that at 3 s.
  CHECK(pair.got_at[0] - start == 3s + 500us);
}

TEST_CASE("a parcel in flight when the link is cut is not lost and not overtaken") {
  Pair pair(patient());
  pair.connected();
  pair.send(1);
  pair.engine.run_for(100us);
  REQUIRE(pair.world.chaos().cut_link("c", "s", true).ok());
  pair.engine.run_for(10ms);
  CHECK(pair.got.empty());
  REQUIRE(pair.world.chaos().mend_link("c", "s").ok());
  pair.send(2);
  pair.engine.run_for(1min);
  CHECK(pair.got == std::vector{1, 2});
}

TEST_CASE("a one-way cut lets the other direction through") {
  Pair pair(patient());
  pair.connected();
  int answers = 0;
  pair.client->on_message = [&](std::unique_ptr<Message>) { ++answers; };
  REQUIRE(pair.world.chaos().cut_link("c", "s", true).ok());
  pair.send(1);
  pair.server->send(std::make_unique<Numbered>(2));
  pair.engine.run_for(1s);
  CHECK(pair.got.empty());
  CHECK(answers == 1);
}

TEST_CASE("a connection that cannot deliver for 15 minutes breaks with a time-out at both ends") {
  Pair pair(patient());
  pair.connected();
  REQUIRE(pair.world.chaos().cut_link("c", "s", false).ok());
  const TimePoint start = pair.engine.now();
  pair.send(1);
  pair.engine.run_for(15min - 1ms);
  CHECK_FALSE(pair.client_end);
  pair.engine.run_for(1s);
  REQUIRE(pair.client_end);
  REQUIRE(pair.server_end);
  CHECK(*pair.client_end == std::pair{ErrorCode::kTimeout, start + 15min});
  CHECK(pair.server_end->first == ErrorCode::kTimeout);
  CHECK(pair.world.network().open_connections() == 0);
}

TEST_CASE("the health check of HTTP/2 breaks even an idle connection 45 s after its way was cut") {
  Pair pair;
  pair.connected();
  const TimePoint start = pair.engine.now();
  EventId cause = kNoCause;
  pair.client->on_close = [&](const Error& error) {
    pair.client_end = {error.code, pair.engine.now()};
    cause = pair.engine.cause();
  };
  REQUIRE(pair.world.chaos().cut_link("c", "s", false).ok());
  pair.engine.run_for(10min);
  REQUIRE(pair.client_end);
  CHECK(*pair.client_end == std::pair{ErrorCode::kTimeout, start + 45s});
  CHECK(pair.chronicle[cause].text == "cut");
  CHECK(pair.server_end);
}

TEST_CASE("a cut that is mended within the health check breaks nothing") {
  Pair pair;
  pair.connected();
  REQUIRE(pair.world.chaos().cut_link("c", "s", false).ok());
  pair.engine.run_for(40s);
  REQUIRE(pair.world.chaos().mend_link("c", "s").ok());
  pair.engine.run_for(1h);
  CHECK_FALSE(pair.client_end);
  CHECK_FALSE(pair.server_end);
}

TEST_CASE("connecting to nobody is refused after a round trip") {
  Pair pair;
  pair.world.network().stop_listening("server");
  const TimePoint start = pair.engine.now();
  pair.connect();
  pair.engine.run_for(1s);
  REQUIRE(pair.client_end);
  CHECK(*pair.client_end == std::pair{ErrorCode::kRefused, start + 1ms});

  ErrorCode code{};
  const auto other = pair.world.network().connect("c", "never-heard-of", *pair.client_process);
  other->on_close = [&](const Error& error) { code = error.code; };
  pair.engine.run_for(1s);
  CHECK(code == ErrorCode::kRefused);
}

TEST_CASE("connecting over a cut link times out after 30 s, or succeeds if it is mended before") {
  Pair pair;
  REQUIRE(pair.world.chaos().cut_link("c", "s", false).ok());
  TimePoint start = pair.engine.now();
  pair.connect();
  pair.send(1);
  pair.engine.run_for(31s);
  REQUIRE(pair.client_end);
  CHECK(*pair.client_end == std::pair{ErrorCode::kTimeout, start + 30s});

  pair.client_end.reset();
  start = pair.engine.now();
  pair.connect();
  pair.send(2);
  pair.engine.run_for(4s);
  REQUIRE(pair.world.chaos().mend_link("c", "s").ok());
  pair.engine.run_for(1min);
  CHECK_FALSE(pair.client_end);
  REQUIRE(pair.got == std::vector{2});
  CHECK(pair.got_at[0] - start == 7s + 3 * 500us);  // SYNs at 0, 1, 3 and 7 s
}

TEST_CASE("when a process dies its peers are reset, after what it had sent") {
  Pair pair;
  pair.connected();
  std::vector<int> answers;
  pair.client->on_message = [&](std::unique_ptr<Message> m) {
    answers.push_back(static_cast<Numbered&>(*m).number);
  };
  pair.server->send(std::make_unique<Numbered>(9));
  const TimePoint start = pair.engine.now();
  pair.world.machine("s").machine.kill(*pair.server_process);
  pair.engine.run_for(1s);
  REQUIRE(pair.client_end);
  CHECK(*pair.client_end == std::pair{ErrorCode::kRefused, start + 500us + 1ns});
  CHECK(answers == std::vector{9});
  pair.client_end.reset();
  pair.connect();
  pair.engine.run_for(1s);
  REQUIRE(pair.client_end);
  CHECK(pair.client_end->first == ErrorCode::kRefused);
}

TEST_CASE("a message to a dead process is answered by a reset even if nobody told the network") {
  Pair pair;
  pair.connected();
  pair.server_process->kill();
  pair.engine.run_for(1s);
  CHECK_FALSE(pair.client_end);
  pair.send(1);
  pair.engine.run_for(1s);
  REQUIRE(pair.client_end);
  CHECK(pair.client_end->first == ErrorCode::kRefused);
}

TEST_CASE("closing is seen by the peer after what was sent before, and never by the closer") {
  Pair pair;
  pair.connected();
  pair.send(1);
  pair.client->close();
  pair.send(2);
  pair.engine.run_for(1s);
  CHECK(pair.got == std::vector{1});
  REQUIRE(pair.server_end);
  CHECK(pair.server_end->first == ErrorCode::kUnavailable);
  CHECK_FALSE(pair.client_end);
  CHECK(pair.world.network().open_connections() == 0);
}

TEST_CASE("a connection may be destroyed by its own callback") {
  Pair pair;
  pair.connected();
  pair.server->on_message = [&](std::unique_ptr<Message>) { pair.server.reset(); };
  pair.send(1);
  pair.engine.run_for(1s);
  CHECK_FALSE(pair.server);
  CHECK(pair.client_end);
}

TEST_CASE("a machine without power is silent, and its peers time out") {
  Pair pair(patient());
  pair.connected();
  const TimePoint start = pair.engine.now();
  REQUIRE(pair.world.chaos().power_off("s").ok());
  pair.send(1);
  pair.engine.run_for(14min);
  CHECK_FALSE(pair.client_end);
  pair.engine.run_for(2min);
  REQUIRE(pair.client_end);
  CHECK(*pair.client_end == std::pair{ErrorCode::kTimeout, start + 15min});
  CHECK_FALSE(pair.server_end);
}

TEST_CASE("a machine that booted anew resets the connections it has forgotten") {
  Pair pair(patient());
  pair.connected();
  REQUIRE(pair.world.chaos().power_off("s").ok());
  REQUIRE(pair.world.chaos().power_on("s").ok());
  pair.engine.run_for(30s);
  pair.send(1);
  pair.engine.run_for(1s);
  REQUIRE(pair.client_end);
  CHECK(pair.client_end->first == ErrorCode::kRefused);
  CHECK(pair.got.empty());
}

TEST_CASE("what reaches a frozen machine is handled when it goes on") {
  Pair pair;
  pair.connected();
  pair.send(1);
  REQUIRE(pair.world.chaos().pause_machine("s").ok());
  pair.engine.run_for(20s);
  CHECK(pair.got.empty());
  REQUIRE(pair.world.chaos().resume_machine("s").ok());
  pair.engine.run_for(1s);
  CHECK(pair.got == std::vector{1});
}

TEST_CASE("the order of messages does not rest on the order of tasks of the same time") {
  Pair pair;
  pair.connected();
  std::set<TimePoint> times;
  for (int i = 0; i < 10; ++i) pair.send(i);
  pair.engine.run_for(1s);
  times.insert(pair.got_at.begin(), pair.got_at.end());
  CHECK(times.size() == 10);
}

TEST_CASE("a message costs one task") {
  Pair pair;
  pair.connected();
  const auto before = pair.engine.executed();
  for (int i = 0; i < 100; ++i) pair.send(i);
  pair.engine.run_for(1s);
  CHECK(pair.engine.executed() - before == 100);
}

}  // namespace
}  // namespace podium::sim
