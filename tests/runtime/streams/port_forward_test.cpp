// Port-forward, against bytes written by hand: channels in a WebSocket as the Python client has them, and
// SPDY as kubectl has it, bare and in a WebSocket.
#include "runtime/env/port_forward.h"

#include "tests/runtime/http/support/raw_client.h"
#include "tests/runtime/streams/support/bytes.h"
#include "tests/runtime/streams/support/pod_server.h"
#include "tests/runtime/streams/support/spdy_client.h"
#include "tests/support/catch.h"

namespace podium::streams {
namespace {

std::string frame(Opcode opcode, std::string_view payload) {
  std::string out;
  append_frame(out, opcode, payload);
  return out;
}

std::string binary(char channel, const std::string& text) { return frame(Opcode::kBinary, channel + text); }

const std::string kPort80("P\0", 2), kPort81("Q\0", 2);

}  // namespace

TEST_CASE("On channels each port is a connection from the start, announced by its number") {
  PodServer pods;
  http::RawClient client(pods.live);
  client.send(websocket_request("/portforward?ports=80&ports=81,80", "v4.channel.k8s.io"));
  client.read_until(binary(0, kPort80) + binary(1, kPort80));
  client.read_until(binary(2, kPort81) + binary(3, kPort81) + binary(3, "nobody listens at that port"));
  CHECK(pods.connections == 3);
  client.send(client_frame(Opcode::kBinary, std::string("\0hello", 6)) +
              client_frame(Opcode::kBinary, "\x01to the error channel") +
              client_frame(Opcode::kBinary, "\x02to the port that is closed") +
              client_frame(Opcode::kBinary, "\x63to nowhere") + client_frame(Opcode::kBinary, "\x04third"));
  client.read_until(binary(0, "hello") + binary(4, "third"));
  client.send(client_frame(Opcode::kClose, close_payload(CloseCode::kNormal, "")));
  client.read_to_end();
}

TEST_CASE("On channels the session ends with its last connection") {
  PodServer pods;
  http::RawClient client(pods.live);
  client.send(websocket_request("/portforward?ports=81", "v4.base64.channel.k8s.io"));
  client.read_until(frame(Opcode::kText, "0UQA=") + frame(Opcode::kText, "1UQA=") +
                    frame(Opcode::kText, "1bm9ib2R5IGxpc3RlbnMgYXQgdGhhdCBwb3J0") +
                    frame(Opcode::kClose, bytes("03 e8")));
}

TEST_CASE("On channels the ports are in the URL, and are ports") {
  for (const char* query :
       {"", "?ports=", "?ports=0", "?ports=65536", "?ports=80,", "?ports=80x", "?ports=-1"}) {
    INFO(query);
    PodServer pods;
    http::RawClient client(pods.live);
    client.send(websocket_request(std::string("/portforward") + query, "v4.channel.k8s.io"));
    CHECK(client.read_until("\r\n\r\n").starts_with("HTTP/1.1 400 "));
  }
}

TEST_CASE("SPDY in a WebSocket is bytes in messages, whose borders mean nothing") {
  PodServer pods;
  http::RawClient client(pods.live);
  client.send(websocket_request("/portforward", "SPDY/3.1+portforward.k8s.io"));
  client.read_until("\r\n\r\n");
  SpdyClient spdy;
  std::string sent = spdy.syn(1, {{"streamtype", "error"}, {"port", "80"}, {"requestid", "0"}});
  sent += spdy.syn(3, {{"streamtype", "data"}, {"port", "80"}, {"requestid", "0"}});
  sent += SpdyClient::data(3, "hello") + SpdyClient::data(3, "", true);
  for (const char c : sent) client.send(client_frame(Opcode::kBinary, {&c, 1}));
  client.read_until(bytes("00 00 00 03 00 00 00 01") + "h");
  client.read_until(bytes("00 00 00 03 01 00 00 00"));
  CHECK(pods.connections == 1);
  client.send(client_frame(Opcode::kClose, bytes("03 e8")));
  client.read_to_end();
}

namespace {

// A kubectl of before 1.31, as far as bytes go.
struct Forwarding {
  Forwarding() : client(pods.live) {
    client.send(
        "POST /portforward HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\n"
        "X-Stream-Protocol-Version: portforward.k8s.io\r\n\r\n");
    client.read_until("X-Stream-Protocol-Version: portforward.k8s.io\r\n");
  }
  void open(std::uint32_t stream, const char* type, const char* port, const char* request) {
    SpdyHeaders headers{{"streamtype", type}, {"port", port}};
    if (*request != '\0') headers.emplace_back("requestid", request);
    client.send(spdy.syn(stream, headers));
  }

  PodServer pods;
  http::RawClient client;
  SpdyClient spdy;
};

const std::string kResetProtocolError = bytes("80 03 00 03 00 00 00 08");

}  // namespace

TEST_CASE("On SPDY the streams of a connection find each other by their request id, in any order") {
  Forwarding forwarding;
  forwarding.open(1, "error", "80", "7");
  forwarding.open(3, "data", "80", "8");
  forwarding.open(5, "data", "80", "7");
  forwarding.open(7, "error", "80", "8");
  forwarding.client.send(SpdyClient::data(3, "eight") + SpdyClient::data(5, "seven"));
  forwarding.client.read_until(SpdyClient::data(3, "eight") + SpdyClient::data(5, "seven"));
  CHECK(forwarding.pods.connections == 2);
}

TEST_CASE("On SPDY clients without request ids open the error stream and then the data stream") {
  Forwarding forwarding;
  forwarding.open(1, "error", "80", "");
  forwarding.open(3, "data", "80", "");
  forwarding.client.send(SpdyClient::data(3, "hello"));
  forwarding.client.read_until(SpdyClient::data(3, "hello"));
}

TEST_CASE("On SPDY a port that fails says so on the error stream, and both streams end") {
  Forwarding forwarding;
  forwarding.open(1, "error", "81", "0");
  forwarding.open(3, "data", "81", "0");
  const std::string all = forwarding.client.read_until(SpdyClient::data(1, "", true));
  CHECK(all.find(SpdyClient::data(1, "nobody listens at that port")) != std::string::npos);
  CHECK(all.find(SpdyClient::data(3, "", true)) != std::string::npos);
}

TEST_CASE("On SPDY streams that belong to no connection are reset") {
  Forwarding forwarding;
  forwarding.open(1, "stdin", "80", "0");
  forwarding.open(3, "data", "port", "0");
  forwarding.open(5, "data", "80", "0");
  forwarding.open(7, "data", "80", "0");
  for (const char* stream : {"00 00 00 01", "00 00 00 03", "00 00 00 07"}) {
    forwarding.client.read_until(kResetProtocolError + bytes(stream) + bytes("00 00 00 01"));
  }
  CHECK(forwarding.pods.connections == 0);
}

TEST_CASE("On SPDY a connection that the client resets is gone, and may be opened anew") {
  Forwarding forwarding;
  forwarding.open(1, "error", "80", "0");
  forwarding.client.send(SpdyClient::reset(1));
  forwarding.open(3, "error", "80", "0");
  forwarding.open(5, "data", "80", "0");
  forwarding.client.send(SpdyClient::data(5, "hello"));
  forwarding.client.read_until(SpdyClient::data(5, "hello"));
  forwarding.client.send(SpdyClient::reset(5));
  forwarding.client.read_until(SpdyClient::data(3, "", true));  // its error stream ends
  CHECK(forwarding.pods.connections == 1);
}

}  // namespace podium::streams
