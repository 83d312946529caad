#include "runtime/streams/spdy_frames.h"

#include <algorithm>

#include "runtime/streams/big_endian.h"

namespace podium::streams {
namespace {

constexpr std::size_t kHead = 8;
constexpr std::size_t kMaxPart = 64 << 10;
constexpr unsigned kVersion = 3;
constexpr unsigned kFin = 1;

enum Type : unsigned {
  kSynStream = 1,
  kSynReply = 2,
  kRstStream = 3,
  kSettings = 4,
  kPing = 6,
  kGoAway = 7,
  kHeaders = 8,
  kWindowUpdate = 9
};

std::uint32_t stream_id(std::string_view bytes) {
  return static_cast<std::uint32_t>(read_number(bytes, 4) & 0x7fffffff);
}

void append_control(std::string& out, Type type, std::size_t length) {
  append_number(out, 0x8000 | kVersion, 2);
  append_number(out, type, 2);
  append_number(out, length, 4);  // no flags
}

}  // namespace

std::uint64_t SpdyReader::field(std::size_t at, std::size_t width) const {
  return read_number(std::string_view(frame_).substr(at), width);
}

// Whether the first `size` bytes of the frame are there, after taking what `bytes` have of them.
bool SpdyReader::collect(std::string_view& bytes, std::size_t size) {
  const std::size_t count = std::min(bytes.size(), size - frame_.size());
  frame_ += bytes.substr(0, count);
  bytes.remove_prefix(count);
  return frame_.size() == size;
}

std::optional<SpdyFrame> SpdyReader::next(std::string_view& bytes) {
  while (!done_) {
    if (!in_frame_) {
      if (frame_.size() > kHead) frame_.clear();  // the last one, which was handed on
      if (!collect(bytes, kHead)) return std::nullopt;
      if (Frame broken = begin_frame()) return broken;
    }
    if (is_data_) return take_data(bytes);
    if (!collect(bytes, kHead + length_)) return std::nullopt;
    in_frame_ = false;
    Frame frame = control(std::string_view(frame_).substr(kHead));
    if (length_ == 0) frame_.clear();
    if (frame) return frame;
  }
  bytes = {};
  return std::nullopt;
}

SpdyReader::Frame SpdyReader::begin_frame() {
  in_frame_ = true;
  is_data_ = (field(0, 1) & 0x80) == 0;
  length_ = static_cast<std::uint32_t>(field(5, 3));
  if (is_data_) return field(0, 4) == 0 ? error("data of stream 0") : std::nullopt;
  if ((field(0, 2) & 0x7fff) != kVersion) return error("a control frame of another version than 3");
  if (length_ > max_control_) return error("a control frame that is too long");
  return std::nullopt;
}

SpdyReader::Frame SpdyReader::take_data(std::string_view& bytes) {
  const std::size_t count = std::min<std::size_t>({length_, bytes.size(), kMaxPart});
  if (count == 0 && length_ > 0) return std::nullopt;
  length_ -= static_cast<std::uint32_t>(count);
  SpdyFrame frame{.kind = SpdyFrame::Kind::kData,
                  .fin = length_ == 0 && (field(4, 1) & kFin) != 0,
                  .stream = stream_id(frame_),
                  .bytes = bytes.substr(0, count)};
  bytes.remove_prefix(count);
  if (length_ == 0) {
    in_frame_ = false;
    frame_.clear();
  }
  return frame;
}

SpdyReader::Frame SpdyReader::control(std::string_view body) {
  using Kind = SpdyFrame::Kind;
  switch (field(2, 2)) {
    case kSynStream: return with_block(Kind::kSynStream, body, 10);
    case kSynReply:
    case kHeaders: return with_block(Kind::kHeaders, body, 4);
    case kRstStream: return fixed(Kind::kReset, body);
    case kSettings: return settings(body);
    case kPing:
      if (body.size() != 4) return error("a PING of a wrong length");
      return SpdyFrame{.kind = Kind::kPing, .value = static_cast<std::uint32_t>(read_number(body, 4))};
    case kGoAway: return fixed(Kind::kGoAway, body);
    case kWindowUpdate: return fixed(Kind::kWindowUpdate, body);
    default: return std::nullopt;  // draft 3, 2.2.1: unknown types are ignored
  }
}

// A frame of two numbers: of a stream, and of the kind's own meaning.
SpdyReader::Frame SpdyReader::fixed(SpdyFrame::Kind kind, std::string_view body) {
  if (body.size() != 8) return error("a control frame of a wrong length");
  const auto value = static_cast<std::uint32_t>(read_number(body.substr(4), 4));
  const bool is_delta = kind == SpdyFrame::Kind::kWindowUpdate;
  return SpdyFrame{.kind = kind, .stream = stream_id(body), .value = is_delta ? value & 0x7fffffff : value};
}

SpdyReader::Frame SpdyReader::settings(std::string_view body) {
  constexpr unsigned kInitialWindow = 7;
  if (body.size() < 4 || (body.size() - 4) / 8 != read_number(body, 4) || body.size() % 8 != 4) {
    return error("SETTINGS of a wrong length");
  }
  Frame frame;
  for (body.remove_prefix(4); !body.empty(); body.remove_prefix(8)) {
    if ((read_number(body, 4) & 0xffffff) != kInitialWindow) continue;
    const auto window = static_cast<std::uint32_t>(read_number(body.substr(4), 4));
    if (window > kSpdyMaxWindow) return error("an initial window of over 2^31 - 1");
    frame = SpdyFrame{.kind = SpdyFrame::Kind::kSettings, .value = window};
  }
  return frame;
}

SpdyReader::Frame SpdyReader::with_block(SpdyFrame::Kind kind, std::string_view body, std::size_t head) {
  if (body.size() < head) return error("a control frame that is too short");
  return SpdyFrame{
      .kind = kind, .fin = (field(4, 1) & kFin) != 0, .stream = stream_id(body), .bytes = body.substr(head)};
}

SpdyReader::Frame SpdyReader::error(std::string_view sentence) {
  done_ = true;
  return SpdyFrame{.kind = SpdyFrame::Kind::kError, .bytes = sentence};
}

void append_syn_reply(std::string& out, std::uint32_t stream, std::string_view packed_headers) {
  append_control(out, kSynReply, 4 + packed_headers.size());
  append_number(out, stream, 4);
  out += packed_headers;
}

void append_reset(std::string& out, std::uint32_t stream, ResetCode code) {
  append_control(out, kRstStream, 8);
  append_number(out, stream, 4);
  append_number(out, static_cast<std::uint32_t>(code), 4);
}

void append_ping(std::string& out, std::uint32_t id) {
  append_control(out, kPing, 4);
  append_number(out, id, 4);
}

void append_go_away(std::string& out, std::uint32_t last_stream, GoAwayCode code) {
  append_control(out, kGoAway, 8);
  append_number(out, last_stream, 4);
  append_number(out, static_cast<std::uint32_t>(code), 4);
}

void append_window_update(std::string& out, std::uint32_t stream, std::uint32_t delta) {
  append_control(out, kWindowUpdate, 8);
  append_number(out, stream, 4);
  append_number(out, delta, 4);
}

void append_data(std::string& out, std::uint32_t stream, std::string_view bytes, bool fin) {
  append_number(out, stream, 4);
  append_number(out, fin ? kFin : 0, 1);
  append_number(out, bytes.size(), 3);
  out += bytes;
}

}  // namespace podium::streams
