// Channels in a WebSocket: each message begins with the number of its channel. In the Base64 variants a
// message is a text, the number is a digit, and the rest is Base64.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "runtime/streams/base64.h"
#include "runtime/streams/websocket_frames.h"

namespace podium::streams {

struct ChannelFormat {
  bool base64 = false;
  bool has_close_signal = false;  // v5: a message of 255 and a channel's number ends that channel
};

class ChannelReader {
 public:
  struct Piece {
    std::uint8_t channel = 0;
    bool closes = false;  // the close signal of `channel`
    std::string bytes;    // of the channel; may be empty
  };

  explicit ChannelReader(ChannelFormat format) : format_(format) {}

  // What a part of a message gives. Nothing: only more can tell.
  std::optional<Piece> feed(const WebSocketEvent& part);
  // A text that was not Base64 came: the connection has to be closed.
  bool broken() const { return broken_; }

 private:
  std::optional<Piece> close_signal(std::string_view bytes);

  const ChannelFormat format_;
  std::optional<std::uint8_t> channel_;  // of the present message
  Base64Decoder decoder_;
  bool broken_ = false;
};

struct ChannelMessage {
  Opcode opcode;
  std::string payload;
};
ChannelMessage channel_message(ChannelFormat format, std::uint8_t channel, std::string_view bytes);

}  // namespace podium::streams
