// Which protocol a request for streams gets: a WebSocket or SPDY, and in it which sub-protocol.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "runtime/http/message.h"

namespace podium::streams {

// What a server offers; the client's order decides.
struct Offer {
  std::vector<std::string_view> websocket;
  std::vector<std::string_view> spdy;
};

// exec and attach.
Offer command_offer();
// Port-forward. On a WebSocket, "SPDY/3.1+..." is SPDY in the messages, the others are channels.
Offer port_forward_offer();

struct Agreement {
  bool websocket = false;
  std::string protocol;   // of the offer; empty if the client, an old one, named none
  http::Headers headers;  // of the 101
};

// The agreement, or the answer to a client with which there is none.
std::variant<Agreement, http::Response> negotiate(const http::Request& request, const Offer& offer);

}  // namespace podium::streams
