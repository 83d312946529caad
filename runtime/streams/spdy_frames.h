// SPDY/3.1 framing (draft 3.1, section 2.2 and 2.6), as a server sees it: bytes become frames and parts
// of data frames. Header blocks are left compressed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace podium::streams {

enum class ResetCode : std::uint32_t {
  kProtocolError = 1,
  kInvalidStream = 2,
  kRefusedStream = 3,
  kUnsupportedVersion = 4,
  kCancel = 5,
  kInternalError = 6,
  kFlowControlError = 7
};

enum class GoAwayCode : std::uint32_t { kOk = 0, kProtocolError = 1, kInternalError = 2 };

inline constexpr std::int64_t kSpdyInitialWindow = 64 << 10;
inline constexpr std::int64_t kSpdyMaxWindow = 0x7fffffff;

// What a client sent. The bytes live until the reader's next call.
struct SpdyFrame {
  enum class Kind : std::uint8_t {
    kSynStream,     // `stream`, `bytes`: its header block
    kHeaders,       // HEADERS or SYN_REPLY: the same
    kReset,         // `stream`, `value`: a ResetCode
    kSettings,      // `value`: the initial window
    kPing,          // `value`: its id
    kGoAway,        // `value`: a GoAwayCode
    kWindowUpdate,  // `stream` or 0 for the session, `value`: the delta
    kData,          // a part of a data frame: `stream`, `bytes`
    kError          // the session is broken; `bytes` is a sentence. Nothing follows
  };
  Kind kind = Kind::kData;
  bool fin = false;  // the client ends its side of the stream. Of a data frame: with the last part
  std::uint32_t stream = 0;
  std::uint32_t value = 0;
  std::string_view bytes;
};

class SpdyReader {
 public:
  explicit SpdyReader(std::size_t max_control) : max_control_(max_control) {}

  // The next frame in `bytes`, which are advanced past what was taken. Nothing: more bytes are needed.
  // Frames that mean nothing to a server (of an unknown type, say) are left out.
  std::optional<SpdyFrame> next(std::string_view& bytes);

 private:
  using Frame = std::optional<SpdyFrame>;

  bool collect(std::string_view& bytes, std::size_t size);
  Frame begin_frame();
  Frame take_data(std::string_view& bytes);
  Frame control(std::string_view body);
  Frame fixed(SpdyFrame::Kind kind, std::string_view body);
  Frame settings(std::string_view body);
  Frame with_block(SpdyFrame::Kind kind, std::string_view body, std::size_t head);
  Frame error(std::string_view sentence);
  std::uint64_t field(std::size_t at, std::size_t width) const;

  const std::size_t max_control_;
  bool done_ = false;
  bool in_frame_ = false;  // its head was judged
  bool is_data_ = false;
  std::string frame_;         // of the present frame, as far as it has come: of a data frame only the head
  std::uint32_t length_ = 0;  // of its body; of a data frame: what is left of it
};

void append_syn_reply(std::string& out, std::uint32_t stream, std::string_view packed_headers);
void append_reset(std::string& out, std::uint32_t stream, ResetCode code);
void append_ping(std::string& out, std::uint32_t id);
void append_go_away(std::string& out, std::uint32_t last_stream, GoAwayCode code);
void append_window_update(std::string& out, std::uint32_t stream, std::uint32_t delta);
// REQUIRES: bytes.size() < 2^24.
void append_data(std::string& out, std::uint32_t stream, std::string_view bytes, bool fin);

}  // namespace podium::streams
