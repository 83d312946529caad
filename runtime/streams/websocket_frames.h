// WebSocket framing (RFC 6455, section 5), as a server sees it: bytes of a client become parts of
// messages and control frames. A client that breaks a rule gets an error with the code to close with.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/streams/utf8.h"

namespace podium::streams {

enum class Opcode : std::uint8_t {
  kContinuation = 0,
  kText = 1,
  kBinary = 2,
  kClose = 8,
  kPing = 9,
  kPong = 10
};

// Why a WebSocket is closed (RFC 6455, 7.4.1).
enum class CloseCode : std::uint16_t {
  kNormal = 1000,
  kGoingAway = 1001,
  kProtocolError = 1002,
  kUnsupported = 1003,
  kNone = 1005,  // a close frame without a code; never sent
  kNotUtf8 = 1007,
  kPolicy = 1008,
  kTooBig = 1009,
  kInternal = 1011
};

// What a client sent. The texts live until the reader's next call.
struct WebSocketEvent {
  enum class Kind : std::uint8_t {
    kPart,   // of a message: `bytes`, which may be empty
    kPing,   // `bytes` wants to come back in a pong
    kPong,   // an answer nobody asked for
    kClose,  // `code` and `bytes`, the reason. Nothing follows
    kError   // `code` and `bytes`, a sentence. Nothing follows
  };
  Kind kind = Kind::kPart;
  bool text = false;    // kPart: of a text message
  bool begins = false;  // kPart: the message's first part
  bool ends = false;    // kPart: its last
  CloseCode code = CloseCode::kNone;
  std::string_view bytes;
};

class WebSocketReader {
 public:
  // `max_message`: bytes of a message, in all its frames. Parts are handed on as they come, so that
  // memory does not depend on it.
  explicit WebSocketReader(std::uint64_t max_message) : max_message_(max_message) {}

  // The next event in `bytes`, which are advanced past what was taken. Nothing: more bytes are needed.
  std::optional<WebSocketEvent> next(std::string_view& bytes);

 private:
  using Event = std::optional<WebSocketEvent>;

  bool collect_head(std::string_view& bytes);
  Event begin_frame();
  Event begin_message_frame();
  Event take_payload(std::string_view& bytes);
  Event part(std::string_view payload);
  Event control();
  Event close_frame();
  Event error(CloseCode code, std::string_view sentence);
  bool final_frame() const { return (static_cast<unsigned char>(head_[0]) & 0x80) != 0; }

  const std::uint64_t max_message_;
  bool done_ = false;
  std::string head_;  // of the present frame, as far as it has come
  bool in_payload_ = false;
  Opcode opcode_ = Opcode::kBinary;
  std::uint64_t left_ = 0;  // of its payload
  std::array<char, 4> mask_{};
  std::size_t mask_at_ = 0;
  std::string payload_;  // unmasked: a part, or a control frame as far as it has come

  bool in_message_ = false;
  bool text_ = false;
  bool begins_ = false;  // nothing of the message was handed on yet
  std::uint64_t message_size_ = 0;
  Utf8Check utf8_;
};

// Appends a frame of a server: whole, and not masked.
void append_frame(std::string& out, Opcode opcode, std::string_view payload);
// The payload of a close frame.
std::string close_payload(CloseCode code, std::string_view reason);

}  // namespace podium::streams
