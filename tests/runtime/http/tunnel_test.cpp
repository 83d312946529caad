// Connections that leave HTTP: bytes both ways, back-pressure, half-close, and ends.
#include "runtime/http/tunnel.h"

#include "tests/runtime/http/support/raw_client.h"
#include "tests/support/catch.h"

namespace podium::http {
namespace {

constexpr const char* kUpgrade = "GET / HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: shout\r\n\r\n";

struct Ear final : PipeListener {
  void on_bytes(std::string_view bytes) override { heard += bytes; }
  void on_end() override { ++ends; }
  void on_room() override { ++rooms; }
  void on_gone() override { ++gone; }

  std::string heard;
  int ends = 0, rooms = 0, gone = 0;
};

// A server that makes each request a tunnel.
struct Tunnels {
  explicit Tunnels(ServerOptions options = {})
      : live(
            [this](Request request, const std::shared_ptr<Responder>& responder) {
              CHECK(request.headers.lists("Connection", "upgrade"));
              tunnel = responder->upgrade({{"Connection", "Upgrade"}, {"Upgrade", "shout"}});
              tunnel->listen(ear);
            },
            options) {}
  bool hears(const std::string& text) {
    return live.run_until([&] { return ear->heard == text; });
  }
  void open(RawClient& client) {
    client.send(kUpgrade);
    client.read_until("\r\n\r\n");
  }

  std::shared_ptr<Ear> ear = std::make_shared<Ear>();
  std::shared_ptr<Tunnel> tunnel;
  LiveServer live;
};

}  // namespace

TEST_CASE("A tunnel carries bare bytes both ways, beginning right behind the request") {
  Tunnels tunnels;
  RawClient client(tunnels.live);
  client.send(std::string(kUpgrade) + "right behind");
  REQUIRE(tunnels.hears("right behind"));
  const std::string head = client.read_until("\r\n\r\n");
  CHECK(head.starts_with("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: shout\r\n"));
  client.send("GET / HTTP/1.1\r\n\r\n");
  CHECK(tunnels.hears("right behindGET / HTTP/1.1\r\n\r\n"));
  CHECK(tunnels.tunnel->write("<answer>"));
  CHECK(client.read_until("<answer>") == head + "<answer>");
}

TEST_CASE("A finished tunnel sends what is queued, closes, and tells nobody") {
  Tunnels tunnels;
  RawClient client(tunnels.live);
  tunnels.open(client);
  const std::string body(1 << 20, 'x');
  tunnels.tunnel->write(body);
  tunnels.tunnel->finish();
  tunnels.tunnel.reset();
  CHECK(client.read_to_end().ends_with(body));
  client.hang_up();
  CHECK(tunnels.live.run_until([&] { return tunnels.live.server->connections() == 0; }));
  CHECK(tunnels.ear->gone == 0);
}

TEST_CASE("Each side of a tunnel ends its own sending") {
  Tunnels tunnels;
  RawClient client(tunnels.live);
  tunnels.open(client);
  SECTION("the client first") {
    client.send("question");
    client.end_sending();
    REQUIRE(tunnels.live.run_until([&] { return tunnels.ear->ends == 1; }));
    CHECK(tunnels.ear->heard == "question");
    CHECK(tunnels.ear->gone == 0);
    tunnels.tunnel->write("answer");
    tunnels.tunnel->end_writing();
    CHECK(client.read_to_end().ends_with("answer"));
  }
  SECTION("the server first") {
    tunnels.tunnel->write("greeting");
    tunnels.tunnel->end_writing();
    CHECK(client.read_to_end().ends_with("greeting"));
    const std::string late(300 << 10, 'y');
    client.send(late);
    client.end_sending();
    CHECK(tunnels.hears(late));
  }
  REQUIRE(tunnels.live.run_until([&] { return tunnels.ear->gone == 1; }));
  CHECK(tunnels.ear->ends == 1);
  CHECK(tunnels.live.server->connections() == 0);
}

TEST_CASE("A paused tunnel leaves the bytes to the kernel, which slows the client down") {
  Tunnels tunnels;
  RawClient client(tunnels.live);
  tunnels.open(client);
  tunnels.tunnel->pause(true);
  client.send("held back");
  tunnels.live.run_for(20ms);
  CHECK(tunnels.ear->heard.empty());
  tunnels.tunnel->pause(false);
  CHECK(tunnels.hears("held back"));
}

TEST_CASE("Nothing is read before somebody listens") {
  std::shared_ptr<Tunnel> tunnel;
  LiveServer live([&](Request, const std::shared_ptr<Responder>& responder) {
    tunnel = responder->upgrade({{"Connection", "Upgrade"}});
  });
  RawClient client(live);
  client.send(std::string(kUpgrade) + "early");
  live.run_for(20ms);
  const auto ear = std::make_shared<Ear>();
  tunnel->listen(ear);
  CHECK(live.run_until([&] { return ear->heard == "early"; }));
}

TEST_CASE("The writer of a tunnel is told when there is room again, and no time-out hurries the client") {
  Tunnels tunnels({.stream_buffer_bytes = 1 << 20, .idle_timeout = 20ms, .send_timeout = 20ms});
  RawClient client(tunnels.live, 4096);
  tunnels.open(client);
  const std::string chunk(32 << 10, 'x');
  std::size_t written = 0;
  while (tunnels.tunnel->buffered() < (256 << 10)) {
    REQUIRE(tunnels.tunnel->write(chunk));
    written += chunk.size();
    tunnels.live.run_for(1ms);
  }
  tunnels.live.run_for(100ms);
  CHECK(tunnels.ear->gone == 0);
  const int before = tunnels.ear->rooms;
  tunnels.tunnel->write("end");
  CHECK(client.read_until("end").size() > written);
  CHECK(tunnels.ear->rooms == before + 1);
}

TEST_CASE("A writer that does not heed the bound loses its client") {
  Tunnels tunnels({.stream_buffer_bytes = 1 << 20});
  RawClient client(tunnels.live, 4096);
  tunnels.open(client);
  const std::string chunk(64 << 10, 'x');
  int written = 0;
  while (written < 1000 && tunnels.tunnel->write(chunk)) ++written;
  CHECK(written < 1000);
  CHECK(tunnels.ear->gone == 0);  // never inside a call
  CHECK(tunnels.live.run_until([&] { return tunnels.ear->gone == 1; }));
  CHECK_FALSE(tunnels.tunnel->write("to nobody"));
}

TEST_CASE("Whoever holds a tunnel learns that the client has gone or that the server closes") {
  Tunnels tunnels;
  RawClient client(tunnels.live);
  tunnels.open(client);
  SECTION("the server closes") {
    tunnels.tunnel->write("last words");
    tunnels.live.server->close();
    CHECK(client.read_to_end().ends_with("last words"));
  }
  SECTION("the client has gone") {
    client.hang_up();
    REQUIRE(tunnels.live.run_until([&] { return tunnels.ear->ends == 1; }));
    while (tunnels.ear->gone == 0 && tunnels.tunnel->write("anybody?")) tunnels.live.run_for(1ms);
  }
  CHECK(tunnels.live.run_until([&] { return tunnels.ear->gone == 1; }));
}

TEST_CASE("Whoever listens to a connection that has gone already is told") {
  std::shared_ptr<Responder> late;
  LiveServer live([&](Request, const std::shared_ptr<Responder>& responder) { late = responder; });
  RawClient client(live);
  client.send(kUpgrade);
  REQUIRE(live.run_until([&] { return late != nullptr; }));
  live.server->close();
  live.server.reset();
  const auto ear = std::make_shared<Ear>();
  const auto tunnel = late->upgrade({{"Connection", "Upgrade"}});
  tunnel->listen(ear);
  CHECK_FALSE(tunnel->write("to nobody"));
  live.run_for(1ms);
  CHECK(ear->gone == 1);
}

TEST_CASE("A tunnel that is dropped cuts its connection") {
  Tunnels tunnels;
  RawClient client(tunnels.live);
  tunnels.open(client);
  tunnels.tunnel.reset();
  client.read_to_end();
  CHECK(tunnels.live.server->connections() == 0);
}

}  // namespace podium::http
