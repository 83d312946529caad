// SPDY/3.1 frames and their compressed headers, as a client sends them.
#include <string>

#include "runtime/streams/spdy_frames.h"
#include "runtime/streams/spdy_headers.h"
#include "tests/fuzz/target.h"

namespace {

using namespace podium::streams;

// All frames in a line of text each; data is joined, because a frame may come in parts.
std::string read(std::string_view bytes, std::size_t piece) {
  SpdyReader reader(4096);
  HeaderInflater inflater(16384);
  std::string out;
  bool packed = true;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    std::string_view part = bytes.substr(at, piece);
    while (const auto frame = reader.next(part)) {
      if (frame->kind == SpdyFrame::Kind::kData) {
        out += frame->bytes;
        continue;
      }
      out += static_cast<char>('A' + static_cast<int>(frame->kind)) + std::to_string(frame->stream);
      const bool block =
          frame->kind == SpdyFrame::Kind::kSynStream || frame->kind == SpdyFrame::Kind::kHeaders;
      if (!block || !packed) continue;
      const auto headers = inflater.unpack(frame->bytes);
      packed = headers.has_value();
      if (packed && decode_headers(*headers)) out += encode_headers(*decode_headers(*headers));
    }
  }
  return out;
}

}  // namespace

PODIUM_FUZZ_TARGET(input) {
  podium::fuzz::expect(read(input, 1) == read(input, input.size() + 1), "frames are the same byte by byte");
  if (const auto headers = decode_headers(input))
    podium::fuzz::expect(decode_headers(encode_headers(*headers)) == headers, "headers survive a round trip");
}
