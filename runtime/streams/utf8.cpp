#include "runtime/streams/utf8.h"

namespace podium::streams {

// The first two bytes of a character decide everything: the table of RFC 3629, section 4.
bool Utf8Check::begin(unsigned char byte) {
  least_ = 0x80;
  most_ = 0xbf;
  if (byte < 0x80) return true;
  if (byte < 0xc2 || byte > 0xf4) return false;
  missing_ = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
  if (byte == 0xe0) least_ = 0xa0;
  if (byte == 0xed) most_ = 0x9f;
  if (byte == 0xf0) least_ = 0x90;
  if (byte == 0xf4) most_ = 0x8f;
  return true;
}

bool Utf8Check::feed(std::string_view piece) {
  for (const char c : piece) {
    const auto byte = static_cast<unsigned char>(c);
    if (missing_ == 0) {
      if (!begin(byte)) return false;
    } else {
      if (byte < least_ || byte > most_) return false;
      --missing_;
      least_ = 0x80;
      most_ = 0xbf;
    }
  }
  return true;
}

}  // namespace podium::streams
