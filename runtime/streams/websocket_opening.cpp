#include "runtime/streams/websocket_opening.h"

#include <utility>

namespace podium::streams {

WebSocketOpening::WebSocketOpening(http::Reactor& reactor, std::shared_ptr<WebSocketLink> link,
                                   std::shared_ptr<WebSocketCommand> command, Opened opened)
    : reactor_(reactor), link_(std::move(link)), command_(std::move(command)), opened_(std::move(opened)) {}

void WebSocketOpening::begin(Duration longest) {
  timer_ = reactor_.run_after(longest, [self = shared_from_this()] { self->open(); });
  link_->listen(weak_from_this());
  link_->send(Opcode::kPing, "1");
}

void WebSocketOpening::on_pong() {
  if (++pongs_ == 1) link_->send(Opcode::kPing, "2");
  if (pongs_ == 2) open();
}

void WebSocketOpening::on_part(const WebSocketEvent& part) {
  const std::weak_ptr<WebSocketListener> command = command_;
  open();
  if (const auto alive = command.lock()) alive->on_part(part);
}

// From here on the command listens to the link itself.
void WebSocketOpening::open() {
  const auto self = shared_from_this();
  reactor_.cancel(timer_);
  if (command_) opened_(std::exchange(command_, nullptr));
}

}  // namespace podium::streams
