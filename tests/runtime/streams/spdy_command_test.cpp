// exec on SPDY, against bytes written by hand.
#include "tests/runtime/http/support/raw_client.h"
#include "tests/runtime/streams/support/bytes.h"
#include "tests/runtime/streams/support/pod_server.h"
#include "tests/runtime/streams/support/spdy_client.h"
#include "tests/support/catch.h"

namespace podium::streams {
namespace {

// A client that asks for `query` and has opened no stream yet.
struct Exec {
  explicit Exec(const std::string& query, const char* protocol = "v4.channel.k8s.io",
                StreamOptions options = {})
      : pods(options), client(pods.live) {
    client.send("POST /exec?" + query +
                " HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n"
                "X-Stream-Protocol-Version: " +
                protocol + "\r\n\r\n");
    client.read_until("\r\n\r\n");
  }
  void open(std::uint32_t stream, const char* type) { client.send(spdy.syn(stream, {{"streamtype", type}})); }
  bool runs() {
    return pods.live.run_until([&] { return pods.running == 1; });
  }

  PodServer pods;
  http::RawClient client;
  SpdyClient spdy;
};

const std::string kGoAway = bytes("80 03 00 07 00 00 00 08");

}  // namespace

TEST_CASE("The command begins when all streams that the URL names are there") {
  Exec exec("command=cat&stdin=true&stdout=true&stderr=true");
  exec.open(1, "error");
  exec.open(3, "stdout");
  exec.open(5, "stderr");
  exec.pods.live.run_for(20ms);
  CHECK(exec.pods.running == 0);
  exec.open(7, "stdin");
  REQUIRE(exec.runs());
  exec.client.send(SpdyClient::data(7, "hello"));
  exec.client.read_until(SpdyClient::data(3, "hello"));
  exec.client.send(SpdyClient::data(7, "", true));
  const std::string all = exec.client.read_until(kGoAway);
  CHECK(all.find(SpdyClient::data(1, R"({"metadata":{},"status":"Success"})") +
                 SpdyClient::data(1, "", true)) != std::string::npos);
  for (const std::uint32_t stream : {3, 5, 7}) {
    CHECK(all.find(SpdyClient::data(stream, "", true)) != std::string::npos);
  }
}

TEST_CASE("Versions before v4 tell a failure in a sentence") {
  Exec exec("command=false&stdout=true", "v2.channel.k8s.io");
  exec.open(1, "error");
  exec.open(3, "stdout");
  exec.client.read_until(SpdyClient::data(1, "command terminated with exit code 1"));
}

TEST_CASE("A terminal has sizes, and no stderr of its own") {
  Exec exec("command=cat&stdin=true&stdout=true&stderr=true&tty=true");
  exec.open(1, "error");
  exec.open(3, "stdin");
  exec.open(5, "stdout");
  exec.open(7, "resize");
  REQUIRE(exec.runs());
  exec.client.send(SpdyClient::data(7, "{\"Width\":80,") + SpdyClient::data(7, "\"Height\":24}\n"));
  CHECK(exec.pods.live.run_until([&] { return exec.pods.sizes == std::vector<TerminalSize>{{80, 24}}; }));
  exec.open(9, "stderr");
  exec.client.read_until(bytes("80 03 00 03 00 00 00 08 00 00 00 09 00 00 00 01"));
}

TEST_CASE("A stream that was not asked for, or comes twice, is reset") {
  Exec exec("command=cat&stdout=true");
  exec.open(1, "stdin");
  exec.open(3, "data");
  exec.open(5, "error");
  exec.open(7, "error");
  for (const char* stream : {"00 00 00 01", "00 00 00 03", "00 00 00 07"}) {
    exec.client.read_until(bytes("80 03 00 03 00 00 00 08") + bytes(stream) + bytes("00 00 00 01"));
  }
}

TEST_CASE("A client that does not open its streams is cut off in time, and nothing runs") {
  Exec exec("command=cat&stdout=true", "v4.channel.k8s.io", {.create_timeout = 50ms});
  exec.open(1, "error");
  exec.client.read_to_end();
  CHECK(exec.pods.running == 0);
  CHECK(exec.pods.live.server->connections() == 0);
}

TEST_CASE("A client that goes before its streams are there leaves nothing behind") {
  Exec exec("command=cat&stdout=true");
  exec.open(1, "error");
  exec.client.hang_up();
  CHECK(exec.pods.live.run_until([&] { return exec.pods.live.server->connections() == 0; }));
  CHECK(exec.pods.running == 0);
}

TEST_CASE("The reset of its input is its end for the command") {
  Exec exec("command=cat&stdin=true&stdout=true");
  exec.open(1, "error");
  exec.open(3, "stdin");
  exec.open(5, "stdout");
  REQUIRE(exec.runs());
  exec.client.send(SpdyClient::reset(3));
  exec.client.read_until(kGoAway);
}

}  // namespace podium::streams
