// exec on a WebSocket, against bytes written by hand: the sub-protocols, pings, closing, broken rules.
#include "tests/runtime/http/support/raw_client.h"
#include "tests/runtime/streams/support/bytes.h"
#include "tests/runtime/streams/support/pod_server.h"
#include "tests/support/catch.h"

namespace podium::streams {
namespace {

constexpr const char* kSuccess = R"({"metadata":{},"status":"Success"})";

std::string frame(Opcode opcode, std::string_view payload) {
  std::string out;
  append_frame(out, opcode, payload);
  return out;
}

std::string binary(char channel, const std::string& text) { return frame(Opcode::kBinary, channel + text); }

// A client that has begun `command`, with all of input, output and errors.
struct Exec {
  explicit Exec(const std::string& command, const char* protocol = "v5.channel.k8s.io",
                StreamOptions options = {.ready_timeout = 0ms})
      : pods(options), client(pods.live) {
    client.send(websocket_request("/exec?stdin=true&stdout=true&stderr=true&" + command, protocol));
    client.read_until("\r\n\r\n");
  }
  bool ended() {
    return pods.live.run_until([&] { return pods.running == 0; });
  }
  // What came behind the head of the answer.
  std::string to_end() {
    const std::string all = client.read_to_end();
    return all.substr(all.find("\r\n\r\n") + 4);
  }
  void send(Opcode opcode, std::string_view payload) { client.send(client_frame(opcode, payload)); }

  PodServer pods;
  http::RawClient client;
};

const std::string kStdinEnds("\xff\0", 2);
const std::string kClose = frame(Opcode::kClose, close_payload(CloseCode::kNormal, ""));

}  // namespace

TEST_CASE("v5: stdin in, stdout out, half-close, Status, close with 1000, and the client's close ends it") {
  Exec exec("command=cat");
  exec.send(Opcode::kBinary, std::string("\0hello", 6));
  exec.client.read_until(binary(1, "") + binary(1, "hello"));
  exec.send(Opcode::kBinary, kStdinEnds);
  exec.client.read_until(binary(3, kSuccess) + kClose);
  CHECK(exec.pods.live.server->connections() == 1);
  exec.send(Opcode::kClose, close_payload(CloseCode::kNormal, ""));
  CHECK(exec.to_end() == binary(1, "") + binary(1, "hello") + binary(3, kSuccess) + kClose);
}

TEST_CASE("v5: the command says nothing before the client has answered two pings") {
  Exec exec("command=echo&command=hello", "v5.channel.k8s.io", {});
  exec.client.read_until(frame(Opcode::kPing, "1"));
  exec.send(Opcode::kPong, "1");
  const std::string before = exec.client.read_until(frame(Opcode::kPing, "2"));
  exec.pods.live.run_for(20ms);
  CHECK(exec.pods.running == 0);
  exec.send(Opcode::kPong, "2");
  const std::string after = exec.client.read_until(kClose);
  CHECK(before.ends_with(frame(Opcode::kPing, "2")));
  CHECK(after == before + binary(1, "") + binary(1, "hello\n") + binary(3, kSuccess) + kClose);
}

TEST_CASE("v5: a client that sends input is ready, and nothing of it is lost") {
  Exec exec("command=cat", "v5.channel.k8s.io", {});
  exec.client.send(client_frame(Opcode::kBinary, std::string("\0hello", 6)) +
                   client_frame(Opcode::kBinary, kStdinEnds));
  const std::string all = exec.client.read_until(kClose);
  CHECK(all.ends_with(binary(1, "") + binary(1, "hello") + binary(3, kSuccess) + kClose));
}

TEST_CASE("v5: a client that answers no ping is waited for only so long, and one that goes not at all") {
  Exec silent("command=echo&command=hello", "v5.channel.k8s.io", {.ready_timeout = 20ms});
  silent.client.read_until(binary(1, "") + binary(1, "hello\n"));
  Exec gone("command=echo", "v5.channel.k8s.io", {.ready_timeout = 20ms});
  gone.client.hang_up();
  CHECK(gone.pods.live.run_until([&] { return gone.pods.live.server->connections() == 0; }));
  gone.pods.live.run_for(50ms);
  CHECK(gone.pods.running == 0);
}

TEST_CASE("v4 has no half-close: the command ends by itself, and its exit code is told") {
  Exec exec("command=sh&command=-c&command=echo+oops+>%262;read+line;exit+7", "v4.channel.k8s.io");
  exec.client.read_until(binary(2, "oops\n"));
  exec.send(Opcode::kBinary, kStdinEnds);
  exec.pods.live.run_for(20ms);
  CHECK(exec.pods.running == 1);
  exec.send(Opcode::kBinary, std::string("\0line\n", 6));
  exec.client.read_until(R"("reason":"ExitCode","message":"7"}]}})" + kClose);
}

TEST_CASE("Before v4 the error channel has a sentence, or nothing") {
  Exec bad("command=sh&command=-c&command=exit+7", "channel.k8s.io");
  bad.client.read_until(binary(1, "") + binary(3, "command terminated with exit code 7") + kClose);
  Exec good("command=true", "");
  good.client.read_until(binary(1, "") + kClose);
}

TEST_CASE("The Base64 variant carries the same in texts") {
  Exec exec("command=head&command=-c5", "v4.base64.channel.k8s.io");
  exec.send(Opcode::kText, "0aGVsbG8=");
  exec.client.read_until(frame(Opcode::kText, "1") + frame(Opcode::kText, "1aGVsbG8=") +
                         frame(Opcode::kText, "3eyJtZXRhZGF0YSI6e30sInN0YXR1cyI6IlN1Y2Nlc3MifQ==") + kClose);
  Exec broken("command=cat", "v4.base64.channel.k8s.io");
  broken.send(Opcode::kText, "0aGVsbG8");
  broken.client.read_until(bytes("03 eb"));  // 1003
  CHECK(broken.ended());
}

TEST_CASE("Sizes of a terminal come on channel 4, and channels that are no input are ignored") {
  Exec exec("command=cat&tty=true");
  exec.send(Opcode::kBinary, "\x04{\"Width\":100,\"Height\":40}");
  exec.send(Opcode::kBinary, "\x01to stdout");
  exec.send(Opcode::kBinary, "\x63to nowhere");
  exec.send(Opcode::kBinary, kStdinEnds);
  exec.send(Opcode::kBinary, std::string("\0late", 5));
  exec.client.read_until(kClose);
  CHECK(exec.pods.sizes == std::vector<TerminalSize>{{100, 40}});
  CHECK(exec.client.read_until(kSuccess).find("late") == std::string::npos);
}

TEST_CASE("Pings come back as pongs, also within a message") {
  Exec exec("command=cat");
  exec.client.send(client_frame(Opcode::kBinary, std::string("\0hel", 4), false) +
                   client_frame(Opcode::kPing, "are you there?") + client_frame(Opcode::kContinuation, "lo"));
  exec.client.read_until(frame(Opcode::kPong, "are you there?"));
  exec.send(Opcode::kBinary, kStdinEnds);
  exec.client.read_until(kClose);
  CHECK(exec.client.read_until(kSuccess).find("hel") != std::string::npos);
}

TEST_CASE("A client that closes, hangs up or breaks a rule ends the command") {
  Exec exec("command=cat");
  SECTION("closes: the answer has its code") {
    exec.send(Opcode::kClose, close_payload(CloseCode::kGoingAway, "bye"));
    CHECK(exec.to_end() == binary(1, "") + frame(Opcode::kClose, bytes("03 e9")));
  }
  SECTION("closes without a code: so does the answer") {
    exec.send(Opcode::kClose, "");
    CHECK(exec.to_end() == binary(1, "") + frame(Opcode::kClose, ""));
  }
  SECTION("sends an unmasked frame") {
    exec.client.send(frame(Opcode::kBinary, "x"));
    CHECK(exec.to_end().find(bytes("03 ea")) != std::string::npos);
  }
  SECTION("hangs up") { exec.client.hang_up(); }
  CHECK(exec.ended());
}

TEST_CASE("A message above the limit closes with 1009") {
  Exec exec("command=cat", "v5.channel.k8s.io", {.max_message_bytes = 1000, .ready_timeout = 0ms});
  exec.send(Opcode::kBinary, std::string(1001, 'x'));
  CHECK(exec.to_end().find(bytes("03 f1")) != std::string::npos);
  CHECK(exec.ended());
}

TEST_CASE("A client that does not answer the close is cut off in time") {
  Exec exec("command=true", "v5.channel.k8s.io", {.ready_timeout = 0ms, .end_timeout = 20ms});
  CHECK(exec.to_end().ends_with(binary(3, kSuccess) + kClose));
}

TEST_CASE("A request without any stream, or without an upgrade, is a bad one") {
  PodServer pods;
  http::RawClient none(pods.live);
  none.send(websocket_request("/exec?command=ls", "v5.channel.k8s.io"));
  none.read_until("you must specify at least 1 of stdin, stdout, stderr");
  http::RawClient plain(pods.live);
  plain.send("GET /exec?command=ls&stdout=true HTTP/1.1\r\nHost: h\r\n\r\n");
  CHECK(plain.read_until("missing upgrade headers").find("HTTP/1.1 400 ") == 0);
}

}  // namespace podium::streams
