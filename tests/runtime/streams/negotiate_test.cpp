// Which protocol a request for streams gets.
#include "runtime/streams/negotiate.h"

#include "runtime/streams/websocket_handshake.h"
#include "tests/support/catch.h"

namespace podium::streams {
namespace {

http::Request spdy_request(std::initializer_list<const char*> protocols) {
  http::Request request{.method = "POST", .headers = {{"Connection", "Upgrade"}, {"Upgrade", "SPDY/3.1"}}};
  for (const char* protocol : protocols) request.headers.add("X-Stream-Protocol-Version", protocol);
  return request;
}

http::Request websocket(const char* protocols) {
  http::Request request{.method = "GET",
                        .headers = {{"Connection", "keep-alive, Upgrade"},
                                    {"Upgrade", "websocket"},
                                    {"Sec-WebSocket-Version", "13"},
                                    {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}}};
  if (*protocols != '\0') request.headers.add("Sec-WebSocket-Protocol", protocols);
  return request;
}

http::Request without(http::Request request, std::string_view name) {
  http::Headers kept;
  for (const auto& [key, value] : request.headers) {
    if (!http::same_name(key, name)) kept.add(key, value);
  }
  request.headers = kept;
  return request;
}

Agreement agreement(const http::Request& request, const Offer& offer) {
  auto outcome = negotiate(request, offer);
  REQUIRE(std::holds_alternative<Agreement>(outcome));
  return std::get<Agreement>(outcome);
}

int refused(const http::Request& request, const Offer& offer) {
  const auto outcome = negotiate(request, offer);
  return std::holds_alternative<http::Response>(outcome) ? std::get<http::Response>(outcome).status : 0;
}

}  // namespace

TEST_CASE("The accept key is that of RFC 6455, section 1.3") {
  CHECK(websocket_accept("dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
}

TEST_CASE("The first protocol of the client's that is offered is agreed on, and echoed") {
  const Agreement v5 = agreement(websocket("v5.channel.k8s.io"), command_offer());
  CHECK(v5.websocket);
  CHECK(v5.protocol == "v5.channel.k8s.io");
  CHECK(v5.headers.find("Sec-WebSocket-Protocol") == "v5.channel.k8s.io");
  CHECK(v5.headers.find("Sec-WebSocket-Accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  CHECK(v5.headers.lists("Connection", "upgrade"));
  CHECK(
      agreement(websocket("v9.channel.k8s.io, v4.channel.k8s.io,channel.k8s.io"), command_offer()).protocol ==
      "v4.channel.k8s.io");
  CHECK(agreement(websocket("SPDY/3.1+portforward.k8s.io"), port_forward_offer()).protocol ==
        "SPDY/3.1+portforward.k8s.io");
}

TEST_CASE("SPDY has v4 as its newest, as kubelets have; clients name versions in fields of their own") {
  const Agreement v4 = agreement(
      spdy_request({"v5.channel.k8s.io", "v4.channel.k8s.io", "v3.channel.k8s.io", "channel.k8s.io"}),
      command_offer());
  CHECK_FALSE(v4.websocket);
  CHECK(v4.headers.find("X-Stream-Protocol-Version") == "v4.channel.k8s.io");
  CHECK(v4.headers.find("Upgrade") == "SPDY/3.1");
  CHECK(agreement(spdy_request({"portforward.k8s.io"}), port_forward_offer()).protocol ==
        "portforward.k8s.io");
}

TEST_CASE("Clients that name no protocol get the oldest, and none is echoed") {
  const Agreement spdy = agreement(spdy_request({}), command_offer());
  CHECK(spdy.protocol.empty());
  CHECK_FALSE(spdy.headers.find("X-Stream-Protocol-Version"));
  CHECK_FALSE(agreement(websocket(""), command_offer()).headers.find("Sec-WebSocket-Protocol"));
}

TEST_CASE("Without a common protocol the client learns which there are") {
  const auto outcome = negotiate(spdy_request({"v9.channel.k8s.io"}), command_offer());
  REQUIRE(std::holds_alternative<http::Response>(outcome));
  const auto& response = std::get<http::Response>(outcome);
  CHECK(response.status == 403);
  CHECK(response.headers.find("X-Accepted-Stream-Protocol-Versions") == "v4.channel.k8s.io");
  CHECK(response.body.find("client supports [v9.channel.k8s.io], server accepts [v4.channel.k8s.io ") !=
        std::string::npos);
  CHECK(refused(websocket("chat"), command_offer()) == 403);
}

TEST_CASE("A request that is no upgrade, or a wrong one, is refused") {
  CHECK(refused({.method = "GET"}, command_offer()) == 400);
  CHECK(refused(without(spdy_request({}), "Connection"), command_offer()) == 400);
  http::Request post = websocket("v5.channel.k8s.io");
  post.method = "POST";
  CHECK(refused(post, command_offer()) == 400);
  CHECK(refused(without(websocket("v5.channel.k8s.io"), "Sec-WebSocket-Key"), command_offer()) == 400);
  http::Request short_key = without(websocket("v5.channel.k8s.io"), "Sec-WebSocket-Key");
  short_key.headers.add("Sec-WebSocket-Key", "c2hvcnQ=");
  CHECK(refused(short_key, command_offer()) == 400);
  http::Request old = without(websocket("v5.channel.k8s.io"), "Sec-WebSocket-Version");
  old.headers.add("Sec-WebSocket-Version", "8");
  const auto outcome = negotiate(old, command_offer());
  REQUIRE(std::holds_alternative<http::Response>(outcome));
  CHECK(std::get<http::Response>(outcome).status == 426);  // RFC 6455, 4.4
  CHECK(std::get<http::Response>(outcome).headers.find("Sec-WebSocket-Version") == "13");
}

}  // namespace podium::streams
