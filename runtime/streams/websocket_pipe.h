// A pipe in a WebSocket: the bytes are the payloads of binary messages, whose borders mean nothing. It is
// how port-forward carries SPDY since kubectl 1.31.
#pragma once

#include <memory>
#include <string_view>

#include "runtime/http/tunnel.h"
#include "runtime/streams/websocket_link.h"

namespace podium::streams {

class WebSocketPipe final : public http::Pipe,
                            public WebSocketListener,
                            public std::enable_shared_from_this<WebSocketPipe> {
 public:
  explicit WebSocketPipe(std::shared_ptr<WebSocketLink> link) : link_(std::move(link)) {}

  void listen(std::weak_ptr<http::PipeListener> listener) override;
  bool write(std::string_view bytes) override { return link_->send(Opcode::kBinary, bytes); }
  std::size_t buffered() const override { return link_->buffered(); }
  void finish() override { link_->close(CloseCode::kNormal, ""); }
  void pause(bool paused) override { link_->pause(paused); }

 private:
  void on_part(const WebSocketEvent& part) override;
  void on_room() override;
  void on_gone() override;

  const std::shared_ptr<WebSocketLink> link_;
  std::weak_ptr<http::PipeListener> listener_;
};

}  // namespace podium::streams
