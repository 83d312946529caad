// The opening handshake of a WebSocket (RFC 6455, section 4.2).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "runtime/http/message.h"

namespace podium::streams {

// Whether the request asks for a WebSocket, rightly or not.
bool asks_for_websocket(const http::Request& request);

// The answer to a request that asks for a WebSocket and does it wrongly; nothing if it is right.
std::optional<http::Response> websocket_refusal(const http::Request& request);

// The value of Sec-WebSocket-Accept for one of Sec-WebSocket-Key.
std::string websocket_accept(std::string_view key);

// The headers of the 101. `protocol` is the sub-protocol that was agreed on; empty: none.
http::Headers websocket_headers(const http::Request& request, std::string_view protocol);

}  // namespace podium::streams
