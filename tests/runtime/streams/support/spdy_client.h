// The bytes that a SPDY client sends. Header blocks share one compression: in the order of the calls.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "runtime/streams/spdy_headers.h"

namespace podium::streams {

class SpdyClient {
 public:
  // SYN_STREAM. `flags`: 1 is FIN.
  std::string syn(std::uint32_t stream, const SpdyHeaders& headers, std::uint8_t flags = 0);
  static std::string data(std::uint32_t stream, std::string_view text, bool fin = false);
  static std::string reset(std::uint32_t stream);  // with CANCEL
  static std::string window(std::uint32_t stream, std::uint32_t delta);
  static std::string initial_window(std::uint32_t size);  // SETTINGS
  static std::string ping(std::uint32_t id);

 private:
  HeaderDeflater deflater_;
};

}  // namespace podium::streams
