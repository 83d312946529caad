#include "runtime/http/tunnel_end.h"

#include <cassert>

#include "runtime/http/connection.h"

namespace podium::http {

TunnelEnd::TunnelEnd(Reactor& reactor, std::weak_ptr<Connection> connection)
    : reactor_(reactor), connection_(std::move(connection)) {
  over_ = connection_.expired();
}

TunnelEnd::~TunnelEnd() {
  if (over_) return;
  over_ = true;
  if (const auto connection = connection_.lock()) connection->close();
}

void TunnelEnd::listen(std::weak_ptr<PipeListener> listener) {
  listener_ = std::move(listener);
  listening_ = true;
  if (over_) return tell_gone();
  if (const auto connection = connection_.lock()) connection->schedule_turn();
}

bool TunnelEnd::write(std::string_view bytes) {
  assert(!writing_ended_);
  const auto connection = connection_.lock();
  if (over_ || !connection) return false;
  connection->queue(bytes);
  return connection->keep_bounded();
}

std::size_t TunnelEnd::buffered() const {
  const auto connection = connection_.lock();
  return over_ || !connection ? 0 : connection->pending();
}

void TunnelEnd::end_writing() {
  writing_ended_ = true;
  if (const auto connection = connection_.lock()) connection->schedule_turn();
}

void TunnelEnd::finish() {
  if (over_) return;
  over_ = true;
  if (const auto connection = connection_.lock()) connection->end_exchange(false);
}

void TunnelEnd::pause(bool paused) {
  if (paused_ == paused) return;
  paused_ = paused;
  const auto connection = connection_.lock();
  if (!over_ && connection) connection->schedule_turn();
}

void TunnelEnd::received(std::string_view bytes) {
  if (const auto listener = listener_.lock()) listener->on_bytes(bytes);
}

void TunnelEnd::input_ended() {
  if (over_ || std::exchange(input_ended_, true)) return;
  if (const auto listener = listener_.lock()) listener->on_end();
}

void TunnelEnd::room() {
  if (over_) return;
  if (const auto listener = listener_.lock()) listener->on_room();
}

void TunnelEnd::connection_over() {
  if (!std::exchange(over_, true)) tell_gone();
}

void TunnelEnd::tell_gone() {
  reactor_.defer([listener = listener_] {
    if (const auto alive = listener.lock()) alive->on_gone();
  });
}

void TunnelEnd::end_early() {
  if (over_) return;
  if (const auto connection = connection_.lock()) connection->end_exchange(false);
  connection_over();
}

}  // namespace podium::http
