// exec and attach on a WebSocket: the *.channel.k8s.io protocols, v5 and older.
#pragma once

#include <memory>
#include <string_view>

#include "runtime/env/remote_command.h"
#include "runtime/streams/channel_messages.h"
#include "runtime/streams/resize.h"
#include "runtime/streams/websocket_link.h"

namespace podium::streams {

class WebSocketCommand final : public RemoteCommand,
                               public WebSocketListener,
                               public std::enable_shared_from_this<WebSocketCommand> {
 public:
  // `has_status`: the error channel carries a Status object, as from v4 on, instead of a sentence.
  WebSocketCommand(std::shared_ptr<WebSocketLink> link, const StreamOptions& options, CommandStreams streams,
                   ChannelFormat format, bool has_status);

  void listen(std::weak_ptr<RemoteCommandListener> listener) override;
  bool write_stdout(std::string_view bytes) override;
  bool write_stderr(std::string_view bytes) override;
  std::size_t buffered() const override { return link_->buffered(); }
  void consumed(std::size_t bytes) override;
  void finish(const CommandOutcome& outcome) override;

 private:
  void on_part(const WebSocketEvent& part) override;
  void on_room() override;
  void on_gone() override;

  bool send(std::uint8_t channel, std::string_view bytes);
  void input(const ChannelReader::Piece& piece, RemoteCommandListener& listener);
  void judge_held();

  const std::shared_ptr<WebSocketLink> link_;
  const std::size_t max_held_;
  const CommandStreams streams_;
  const ChannelFormat format_;
  const bool has_status_;
  std::weak_ptr<RemoteCommandListener> listener_;
  ChannelReader reader_;
  ResizeReader sizes_;
  std::size_t held_ = 0;
  bool input_ended_ = false;
};

}  // namespace podium::streams
