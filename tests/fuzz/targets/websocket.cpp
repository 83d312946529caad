// WebSocket frames of a client.
#include <string>
#include <utility>

#include "runtime/streams/websocket_frames.h"
#include "tests/fuzz/target.h"

namespace {

using namespace podium::streams;
using Kind = WebSocketEvent::Kind;

// What was told: whole messages, and every other event by its kind and code. How much of a message is handed
// on before its fault is found depends on the pieces.
std::string read(std::string_view bytes, std::size_t piece) {
  WebSocketReader reader(1 << 20);
  std::string out, message;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    std::string_view part = bytes.substr(at, piece);
    while (const auto event = reader.next(part)) {
      if (event->kind == Kind::kPart) {
        message += event->bytes;
        if (event->ends) out += std::exchange(message, {}) + '|';
      } else {
        out += static_cast<char>('A' + static_cast<int>(event->kind)) +
               std::to_string(static_cast<int>(event->code));
      }
      if (event->kind == Kind::kError || event->kind == Kind::kClose) return out;
    }
  }
  return out;
}

}  // namespace

PODIUM_FUZZ_TARGET(input) {
  podium::fuzz::expect(read(input, 1) == read(input, input.size() + 1), "events are the same byte by byte");
}
