#include "runtime/streams/websocket_pipe.h"

namespace podium::streams {

void WebSocketPipe::listen(std::weak_ptr<http::PipeListener> listener) {
  listener_ = std::move(listener);
  link_->listen(weak_from_this());
}

void WebSocketPipe::on_part(const WebSocketEvent& part) {
  const auto listener = listener_.lock();
  if (listener && !part.bytes.empty()) listener->on_bytes(part.bytes);
}

void WebSocketPipe::on_room() {
  if (const auto listener = listener_.lock()) listener->on_room();
}

void WebSocketPipe::on_gone() {
  if (const auto listener = listener_.lock()) listener->on_gone();
}

}  // namespace podium::streams
