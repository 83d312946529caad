// A WebSocket on a pipe, as a server: answers pings, keeps the rules of closing, hands on messages.
#pragma once

#include <memory>
#include <string_view>

#include "runtime/http/reactor.h"
#include "runtime/http/tunnel.h"
#include "runtime/streams/options.h"
#include "runtime/streams/websocket_frames.h"

namespace podium::streams {

// Called from the reactor's loop, and never inside a call of WebSocketLink.
class WebSocketListener {
 public:
  virtual ~WebSocketListener() = default;

  // A part of a message: an event of kind kPart.
  virtual void on_part(const WebSocketEvent& part) = 0;
  // The client answers a ping, or greets.
  virtual void on_pong() {}
  // As of http::Pipe.
  virtual void on_room() = 0;
  // The client has closed, broke a rule or is gone.
  virtual void on_gone() = 0;
};

class WebSocketLink final : public http::PipeListener, public std::enable_shared_from_this<WebSocketLink> {
 public:
  // `reactor` outlives it; `pipe` is nobody else's.
  WebSocketLink(http::Reactor& reactor, const StreamOptions& options, std::shared_ptr<http::Pipe> pipe);

  // Begins to read.
  void listen(std::weak_ptr<WebSocketListener> listener);
  // Queues a message, or a control frame. False if the connection is over.
  bool send(Opcode opcode, std::string_view payload);
  std::size_t buffered() const { return pipe_->buffered(); }
  void pause(bool paused) { pipe_->pause(paused); }
  // Nothing more is told to the listener. The client answers, and then the connection is closed.
  void close(CloseCode code, std::string_view reason);

 private:
  void on_bytes(std::string_view bytes) override;
  void on_end() override { end(); }
  void on_room() override;
  void on_gone() override { over(); }

  void handle(const WebSocketEvent& event);
  void answer_close(const WebSocketEvent& event);
  void end();
  void over();

  http::Reactor& reactor_;
  const Duration end_timeout_;
  const std::shared_ptr<http::Pipe> pipe_;
  std::weak_ptr<WebSocketListener> listener_;
  WebSocketReader reader_;
  bool closing_ = false;  // a close frame was sent
  bool over_ = false;
  http::Reactor::TimerId end_timer_ = 0;
};

}  // namespace podium::streams
