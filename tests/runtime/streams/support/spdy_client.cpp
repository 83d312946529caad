#include "tests/runtime/streams/support/spdy_client.h"

#include "runtime/streams/big_endian.h"
#include "tests/runtime/streams/support/bytes.h"

namespace podium::streams {

std::string SpdyClient::syn(std::uint32_t stream, const SpdyHeaders& headers, std::uint8_t flags) {
  const std::string block = deflater_.pack(encode_headers(headers));
  std::string frame = bytes("80 03 00 01");
  append_number(frame, flags, 1);
  append_number(frame, 10 + block.size(), 3);
  append_number(frame, stream, 4);
  append_number(frame, 0, 6);  // no associated stream, priority 0, slot 0
  return frame + block;
}

std::string SpdyClient::data(std::uint32_t stream, std::string_view text, bool fin) {
  std::string frame;
  append_number(frame, stream, 4);
  append_number(frame, fin ? 1 : 0, 1);
  append_number(frame, text.size(), 3);
  return frame.append(text);
}

std::string SpdyClient::reset(std::uint32_t stream) {
  std::string frame = bytes("80 03 00 03 00 00 00 08");
  append_number(frame, stream, 4);
  append_number(frame, 5, 4);
  return frame;
}

std::string SpdyClient::window(std::uint32_t stream, std::uint32_t delta) {
  std::string frame = bytes("80 03 00 09 00 00 00 08");
  append_number(frame, stream, 4);
  append_number(frame, delta, 4);
  return frame;
}

std::string SpdyClient::initial_window(std::uint32_t size) {
  std::string frame = bytes("80 03 00 04 00 00 00 0c 00 00 00 01 00 00 00 07");
  append_number(frame, size, 4);
  return frame;
}

std::string SpdyClient::ping(std::uint32_t id) {
  std::string frame = bytes("80 03 00 06 00 00 00 04");
  append_number(frame, id, 4);
  return frame;
}

}  // namespace podium::streams
