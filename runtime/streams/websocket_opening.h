// Waits for a client of v5.channel.k8s.io to be ready for what the command says.
//
// The WebSocket client of kubectl drops messages on channels that it has not set up yet, which it does
// beside its reading, right after the handshake. A real API server takes long to reach the container; one
// that is quick, or a client that is slow, loses output. So the client has to answer two pings first: after
// the first answer it has begun to read, and before the second its reader has waited, and so let the other
// work go on. Input from the client shows the same. A client that does neither is waited for in vain.
#pragma once

#include <functional>
#include <memory>

#include "runtime/http/reactor.h"
#include "runtime/streams/websocket_command.h"
#include "runtime/streams/websocket_link.h"

namespace podium::streams {

class WebSocketOpening final : public WebSocketListener,
                               public std::enable_shared_from_this<WebSocketOpening> {
 public:
  using Opened = std::function<void(std::shared_ptr<RemoteCommand>)>;

  WebSocketOpening(http::Reactor& reactor, std::shared_ptr<WebSocketLink> link,
                   std::shared_ptr<WebSocketCommand> command, Opened opened);

  // Calls `opened` with the command when the client is ready, or after `longest`; never, if it goes away.
  void begin(Duration longest);

 private:
  void on_part(const WebSocketEvent& part) override;
  void on_pong() override;
  void on_room() override {}
  void on_gone() override { reactor_.cancel(timer_); }

  void open();

  http::Reactor& reactor_;
  const std::shared_ptr<WebSocketLink> link_;
  std::shared_ptr<WebSocketCommand> command_;
  const Opened opened_;
  int pongs_ = 0;
  http::Reactor::TimerId timer_ = 0;  // holds this
};

}  // namespace podium::streams
