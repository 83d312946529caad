#include "runtime/streams/negotiate.h"

#include <algorithm>

#include "runtime/streams/websocket_handshake.h"

namespace podium::streams {
namespace {

constexpr std::string_view kSpdyVersion = "SPDY/3.1";
constexpr const char* kSpdyProtocols = "X-Stream-Protocol-Version";
constexpr const char* kWebSocketProtocols = "Sec-WebSocket-Protocol";

http::Response refusal(int status, const std::string& sentence) {
  return {.status = status, .headers = {{"Content-Type", "text/plain; charset=utf-8"}}, .body = sentence};
}

// The items of all fields of that name: "a, b" is two.
std::vector<std::string> items(const http::Headers& headers, std::string_view name) {
  std::vector<std::string> found;
  for (const auto& [field, value] : headers) {
    if (!http::same_name(field, name)) continue;
    std::string item;
    for (const char c : value + ",") {
      if (c != ',' && c != ' ' && c != '\t') item += c;
      if (c == ',' && !item.empty()) found.push_back(std::exchange(item, {}));
    }
  }
  return found;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : " ") + text;
  return "[" + all + "]";
}

// The first protocol of the client's that is offered. Clients that name none get the oldest.
std::optional<std::string> agreed(const std::vector<std::string>& wanted,
                                  const std::vector<std::string_view>& offered) {
  if (wanted.empty()) return std::string();
  for (const std::string& protocol : wanted) {
    if (std::find(offered.begin(), offered.end(), protocol) != offered.end()) return protocol;
  }
  return std::nullopt;
}

http::Response no_common(const std::vector<std::string>& wanted,
                         const std::vector<std::string_view>& offered) {
  const std::vector<std::string> ours(offered.begin(), offered.end());
  http::Response response = refusal(403, "unable to upgrade: unable to negotiate protocol: client supports " +
                                             joined(wanted) + ", server accepts " + joined(ours));
  for (const std::string& protocol : ours) {
    response.headers.add("X-Accepted-Stream-Protocol-Versions", protocol);
  }
  return response;
}

}  // namespace

Offer command_offer() {
  return {.websocket = {"v5.channel.k8s.io", "v4.channel.k8s.io", "v4.base64.channel.k8s.io",
                        "channel.k8s.io", "base64.channel.k8s.io"},
          .spdy = {"v4.channel.k8s.io", "v3.channel.k8s.io", "v2.channel.k8s.io", "channel.k8s.io"}};
}

Offer port_forward_offer() {
  return {.websocket = {"SPDY/3.1+portforward.k8s.io", "v4.channel.k8s.io", "v4.base64.channel.k8s.io"},
          .spdy = {"portforward.k8s.io"}};
}

std::variant<Agreement, http::Response> negotiate(const http::Request& request, const Offer& offer) {
  if (asks_for_websocket(request)) {
    if (auto wrong = websocket_refusal(request)) return *wrong;
    const auto wanted = items(request.headers, kWebSocketProtocols);
    const auto protocol = agreed(wanted, offer.websocket);
    if (!protocol) return no_common(wanted, offer.websocket);
    return Agreement{
        .websocket = true, .protocol = *protocol, .headers = websocket_headers(request, *protocol)};
  }
  if (!request.headers.lists("Upgrade", kSpdyVersion) || !request.headers.lists("Connection", "upgrade")) {
    return refusal(400, "unable to upgrade: missing upgrade headers in request");
  }
  const auto wanted = items(request.headers, kSpdyProtocols);
  const auto protocol = agreed(wanted, offer.spdy);
  if (!protocol) return no_common(wanted, offer.spdy);
  http::Headers headers{{"Connection", "Upgrade"}, {"Upgrade", std::string(kSpdyVersion)}};
  if (!protocol->empty()) headers.add(kSpdyProtocols, *protocol);
  return Agreement{.protocol = *protocol, .headers = std::move(headers)};
}

}  // namespace podium::streams
