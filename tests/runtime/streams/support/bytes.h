// Bytes as tests write them: in hexadecimal, or masked as a WebSocket client sends them.
#pragma once

#include <string>
#include <string_view>

#include "runtime/streams/websocket_frames.h"

namespace podium::streams {

// "80 03 00 06" as four bytes. White space is for the eye.
std::string bytes(std::string_view hex);
std::string hex(std::string_view bytes);

// A frame of a client, with the mask 01 02 03 04.
std::string client_frame(Opcode opcode, std::string_view payload, bool fin = true);

// A WebSocket's opening handshake for `path`.
std::string websocket_request(std::string_view path, std::string_view protocol);

}  // namespace podium::streams
