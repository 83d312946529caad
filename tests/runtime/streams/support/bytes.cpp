#include "tests/runtime/streams/support/bytes.h"

#include "runtime/streams/big_endian.h"

namespace podium::streams {

std::string bytes(std::string_view hex) {
  std::string out;
  std::string digits;
  for (const char c : hex) {
    if (c == ' ' || c == '\n') continue;
    digits += c;
    if (digits.size() < 2) continue;
    out += static_cast<char>(std::stoi(digits, nullptr, 16));
    digits.clear();
  }
  return out;
}

std::string hex(std::string_view bytes) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : bytes) {
    out += kDigits[static_cast<unsigned char>(c) >> 4];
    out += kDigits[static_cast<unsigned char>(c) & 15];
  }
  return out;
}

std::string client_frame(Opcode opcode, std::string_view payload, bool fin) {
  std::string frame;
  append_number(frame, (fin ? 0x80u : 0u) | static_cast<unsigned>(opcode), 1);
  const std::size_t size = payload.size();
  const std::size_t width = size < 126 ? 0 : size < 65536 ? 2 : 8;
  append_number(frame, 0x80 | (width == 0 ? size : width == 2 ? 126 : 127), 1);
  append_number(frame, size, width);
  frame += "\x01\x02\x03\x04";
  for (std::size_t i = 0; i < size; ++i)
    frame += static_cast<char>(payload[i] ^ static_cast<char>(i % 4 + 1));
  return frame;
}

std::string websocket_request(std::string_view path, std::string_view protocol) {
  std::string request = "GET " + std::string(path) +
                        " HTTP/1.1\r\nHost: h\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                        "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
  if (!protocol.empty()) request += "Sec-WebSocket-Protocol: " + std::string(protocol) + "\r\n";
  return request + "\r\n";
}

}  // namespace podium::streams
