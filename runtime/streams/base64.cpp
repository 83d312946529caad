#include "runtime/streams/base64.h"

#include <cstdint>

namespace podium::streams {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int value_of(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '+') return 62;
  return c == '/' ? 63 : -1;
}

}  // namespace

std::string base64_encode(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i) {
      group = group << 8 | (at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0u);
    }
    for (std::size_t i = 0; i < 4; ++i) {
      const bool padded = at + i > bytes.size();  // i characters hold i bytes at least in part
      text += padded ? '=' : kAlphabet[group >> (18 - 6 * i) & 63];
    }
  }
  return text;
}

bool Base64Decoder::take(char c, std::string& out) {
  const int value = value_of(c);
  const bool pads = c == '=' && count_ >= 2;
  if (ended_ || (value < 0 && !pads) || (value >= 0 && padding_ > 0)) return false;
  if (pads) ++padding_;
  bits_ = bits_ << 6 | static_cast<unsigned>(pads ? 0 : value);
  if (++count_ < 4) return true;
  for (int i = 0; i < 3 - padding_; ++i) out += static_cast<char>(bits_ >> (16 - 8 * i) & 255);
  ended_ = padding_ > 0;
  bits_ = 0;
  count_ = 0;
  padding_ = 0;
  return true;
}

std::optional<std::string> Base64Decoder::feed(std::string_view piece) {
  std::string out;
  for (const char c : piece) {
    if (!take(c, out)) return std::nullopt;
  }
  return out;
}

}  // namespace podium::streams
