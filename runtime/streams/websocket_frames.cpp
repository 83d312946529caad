#include "runtime/streams/websocket_frames.h"

#include <algorithm>

#include "runtime/streams/big_endian.h"

namespace podium::streams {
namespace {

constexpr std::size_t kMaxControl = 125;  // RFC 6455, 5.5
constexpr std::size_t kMaxPart = 64 << 10;

bool is_control(Opcode opcode) { return (static_cast<unsigned>(opcode) & 8u) != 0; }

bool is_known(unsigned opcode) { return opcode <= 2 || (opcode >= 8 && opcode <= 10); }

// The bytes of a head whose first two are there: extended length and mask follow.
std::size_t head_size(std::string_view head) {
  const unsigned second = static_cast<unsigned char>(head[1]);
  const std::size_t length_size = (second & 0x7f) == 126 ? 2 : (second & 0x7f) == 127 ? 8 : 0;
  return 2 + length_size + ((second & 0x80) != 0 ? 4 : 0);
}

// A code that a close frame may carry (7.4.2).
bool may_be_sent(std::uint64_t code) {
  if (code >= 3000 && code <= 4999) return true;
  return code >= 1000 && code <= 1014 && code != 1004 && code != 1005 && code != 1006;
}

}  // namespace

std::optional<WebSocketEvent> WebSocketReader::next(std::string_view& bytes) {
  while (!done_) {
    if (!in_payload_) {
      if (!collect_head(bytes)) return std::nullopt;
      if (Event broken = begin_frame()) return broken;
    }
    if (Event event = take_payload(bytes)) return event;
    if (in_payload_) return std::nullopt;
  }
  bytes = {};
  return std::nullopt;
}

bool WebSocketReader::collect_head(std::string_view& bytes) {
  while (head_.size() < 2 || head_.size() < head_size(head_)) {
    if (bytes.empty()) return false;
    head_ += bytes.front();
    bytes.remove_prefix(1);
  }
  return true;
}

WebSocketReader::Event WebSocketReader::begin_frame() {
  const unsigned first = static_cast<unsigned char>(head_[0]);
  const unsigned second = static_cast<unsigned char>(head_[1]);
  const unsigned short_length = second & 0x7f;
  if ((first & 0x70) != 0) return error(CloseCode::kProtocolError, "a reserved bit is set");
  if (!is_known(first & 0x0f)) return error(CloseCode::kProtocolError, "an unknown opcode");
  if ((second & 0x80) == 0) return error(CloseCode::kProtocolError, "a client must mask its frames");
  const std::size_t width = short_length == 126 ? 2 : short_length == 127 ? 8 : 0;
  left_ = width == 0 ? short_length : read_number(std::string_view(head_).substr(2), width);
  const std::uint64_t least = width == 2 ? 126 : width == 8 ? 65536 : 0;
  if (left_ < least || left_ >> 63 != 0) return error(CloseCode::kProtocolError, "a wrong form of length");
  std::copy_n(head_.end() - 4, 4, mask_.begin());
  mask_at_ = 0;
  payload_.clear();
  in_payload_ = true;
  opcode_ = static_cast<Opcode>(first & 0x0f);
  if (!is_control(opcode_)) return begin_message_frame();
  if (left_ > kMaxControl) return error(CloseCode::kProtocolError, "a control frame of over 125 bytes");
  if (!final_frame()) return error(CloseCode::kProtocolError, "a control frame in fragments");
  return std::nullopt;
}

WebSocketReader::Event WebSocketReader::begin_message_frame() {
  if ((opcode_ == Opcode::kContinuation) != in_message_) {
    return error(CloseCode::kProtocolError,
                 in_message_ ? "a message within a message" : "a continuation of nothing");
  }
  if (!in_message_) {
    in_message_ = true;
    begins_ = true;
    text_ = opcode_ == Opcode::kText;
    message_size_ = 0;
    utf8_ = {};
  }
  if (left_ > max_message_ - message_size_) return error(CloseCode::kTooBig, "the message is too big");
  message_size_ += left_;
  return std::nullopt;
}

WebSocketReader::Event WebSocketReader::take_payload(std::string_view& bytes) {
  const bool controls = is_control(opcode_);
  if (!controls) payload_.clear();
  const std::size_t count = std::min<std::uint64_t>({left_, bytes.size(), kMaxPart});
  const std::size_t before = payload_.size();
  payload_ += bytes.substr(0, count);
  for (std::size_t i = 0; i < count; ++i) payload_[before + i] ^= mask_[(mask_at_ + i) % 4];
  mask_at_ += count;
  bytes.remove_prefix(count);
  left_ -= count;
  const bool frame_ends = left_ == 0;
  if (frame_ends) in_payload_ = false;
  if (!frame_ends && (controls || count == 0)) return std::nullopt;
  Event event = controls ? control() : part(payload_);
  if (frame_ends) head_.clear();
  return event;
}

WebSocketReader::Event WebSocketReader::part(std::string_view payload) {
  const bool ends = left_ == 0 && final_frame();
  if (text_ && (!utf8_.feed(payload) || (ends && !utf8_.complete()))) {
    return error(CloseCode::kNotUtf8, "a text that is not UTF-8");
  }
  WebSocketEvent event{.text = text_, .begins = begins_, .ends = ends, .bytes = payload};
  begins_ = false;
  if (ends) in_message_ = false;
  return event;
}

WebSocketReader::Event WebSocketReader::control() {
  using Kind = WebSocketEvent::Kind;
  if (opcode_ == Opcode::kClose) return close_frame();
  return WebSocketEvent{.kind = opcode_ == Opcode::kPing ? Kind::kPing : Kind::kPong, .bytes = payload_};
}

WebSocketReader::Event WebSocketReader::close_frame() {
  done_ = true;
  WebSocketEvent event{.kind = WebSocketEvent::Kind::kClose};
  if (payload_.empty()) return event;
  const std::uint64_t code = payload_.size() < 2 ? 0 : read_number(payload_, 2);
  if (!may_be_sent(code)) return error(CloseCode::kProtocolError, "a close code that may not be sent");
  event.code = static_cast<CloseCode>(code);
  event.bytes = std::string_view(payload_).substr(2);
  Utf8Check check;
  if (!check.feed(event.bytes) || !check.complete()) {
    return error(CloseCode::kNotUtf8, "a reason that is not UTF-8");
  }
  return event;
}

WebSocketReader::Event WebSocketReader::error(CloseCode code, std::string_view sentence) {
  done_ = true;
  return WebSocketEvent{.kind = WebSocketEvent::Kind::kError, .code = code, .bytes = sentence};
}

void append_frame(std::string& out, Opcode opcode, std::string_view payload) {
  out += static_cast<char>(0x80u | static_cast<unsigned>(opcode));
  if (payload.size() < 126) {
    out += static_cast<char>(payload.size());
  } else {
    const bool is_long = payload.size() > 0xffff;
    out += static_cast<char>(is_long ? 127 : 126);
    append_number(out, payload.size(), is_long ? 8 : 2);
  }
  out += payload;
}

std::string close_payload(CloseCode code, std::string_view reason) {
  std::string payload;
  append_number(payload, static_cast<std::uint16_t>(code), 2);
  payload += reason.substr(0, kMaxControl - 2);
  return payload;
}

}  // namespace podium::streams
