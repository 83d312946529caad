#include "runtime/streams/websocket_link.h"

#include <string>
#include <utility>

namespace podium::streams {

WebSocketLink::WebSocketLink(http::Reactor& reactor, const StreamOptions& options,
                             std::shared_ptr<http::Pipe> pipe)
    : reactor_(reactor),
      end_timeout_(options.end_timeout),
      pipe_(std::move(pipe)),
      reader_(options.max_message_bytes) {}

void WebSocketLink::listen(std::weak_ptr<WebSocketListener> listener) {
  listener_ = std::move(listener);
  pipe_->listen(weak_from_this());
}

bool WebSocketLink::send(Opcode opcode, std::string_view payload) {
  if (over_ || closing_) return false;
  std::string frame;
  append_frame(frame, opcode, payload);
  return pipe_->write(frame);
}

void WebSocketLink::on_bytes(std::string_view bytes) {
  while (!over_) {
    const auto event = reader_.next(bytes);
    if (!event) return;
    handle(*event);
  }
}

void WebSocketLink::handle(const WebSocketEvent& event) {
  using Kind = WebSocketEvent::Kind;
  const auto listener = closing_ ? nullptr : listener_.lock();
  switch (event.kind) {
    case Kind::kPart:
      if (listener) listener->on_part(event);
      return;
    case Kind::kPing: send(Opcode::kPong, event.bytes); return;
    case Kind::kPong:
      if (listener) listener->on_pong();
      return;
    case Kind::kClose:
    case Kind::kError: return answer_close(event);
  }
}

// RFC 6455, 5.5.1: a close frame is answered by one, with the same code.
void WebSocketLink::answer_close(const WebSocketEvent& event) {
  const bool is_error = event.kind == WebSocketEvent::Kind::kError;
  const bool has_code = event.code != CloseCode::kNone;
  send(Opcode::kClose, has_code ? close_payload(event.code, is_error ? event.bytes : "") : std::string());
  end();
}

void WebSocketLink::close(CloseCode code, std::string_view reason) {
  if (!send(Opcode::kClose, close_payload(code, reason))) return;
  closing_ = true;
  pipe_->pause(false);
  // Keeps itself alive until the client has answered.
  end_timer_ = reactor_.run_after(end_timeout_, [self = shared_from_this()] { self->end(); });
}

void WebSocketLink::on_room() {
  const auto listener = closing_ ? nullptr : listener_.lock();
  if (listener) listener->on_room();
}

void WebSocketLink::end() {
  pipe_->finish();
  over();
}

void WebSocketLink::over() {
  if (std::exchange(over_, true)) return;
  reactor_.cancel(end_timer_);
  const auto listener = closing_ ? nullptr : listener_.lock();
  if (listener) listener->on_gone();
}

}  // namespace podium::streams
