#include "runtime/streams/channel_messages.h"

namespace podium::streams {
namespace {

constexpr std::uint8_t kCloseSignal = 255;

}  // namespace

std::optional<ChannelReader::Piece> ChannelReader::feed(const WebSocketEvent& part) {
  std::string_view bytes = part.bytes;
  if (part.begins) {
    channel_.reset();
    decoder_ = {};
  }
  if (!channel_ && !bytes.empty()) {
    const int first = static_cast<unsigned char>(bytes.front());
    channel_ = static_cast<std::uint8_t>(format_.base64 ? first - '0' : first);
    bytes.remove_prefix(1);
  }
  if (!channel_ || broken_) return std::nullopt;
  if (format_.has_close_signal && channel_ == kCloseSignal) return close_signal(bytes);
  if (!format_.base64) return Piece{.channel = *channel_, .bytes = std::string(bytes)};
  const auto decoded = decoder_.feed(bytes);
  broken_ = !decoded || (part.ends && !decoder_.complete());
  if (broken_) return std::nullopt;
  return Piece{.channel = *channel_, .bytes = *decoded};
}

std::optional<ChannelReader::Piece> ChannelReader::close_signal(std::string_view bytes) {
  if (bytes.empty()) return std::nullopt;
  return Piece{.channel = static_cast<std::uint8_t>(bytes.front()), .closes = true, .bytes = {}};
}

ChannelMessage channel_message(ChannelFormat format, std::uint8_t channel, std::string_view bytes) {
  if (format.base64) {
    return {Opcode::kText, static_cast<char>('0' + channel) + base64_encode(bytes)};
  }
  return {Opcode::kBinary, static_cast<char>(channel) + std::string(bytes)};
}

}  // namespace podium::streams
