// A connection that has left HTTP: it only moves bytes between the transport and the tunnel.
#include "runtime/http/connection.h"
#include "runtime/http/exchange.h"
#include "runtime/http/tunnel_end.h"

namespace podium::http {

void Connection::begin_tunnel(const std::shared_ptr<TunnelEnd>& tunnel) {
  phase_ = Phase::kTunnel;
  tunnel_ = tunnel;
  schedule_turn();
}

void Connection::deliver() {
  const auto tunnel = tunnel_.lock();
  if (!tunnel || !tunnel->reads()) return;
  if (!in_.empty()) {
    const std::string bytes = std::exchange(in_, {});
    tunnel->received(bytes);
  }
  const bool all_delivered = in_.empty() && phase_ == Phase::kTunnel;
  if (input_ended_ && all_delivered) tunnel->input_ended();
}

void Connection::end_tunnel_writing() {
  const auto tunnel = tunnel_.lock();
  if (!tunnel || !tunnel->writing_ended() || out_.pending() > 0) return;
  if (!std::exchange(sending_ended_, true)) transport_->end_sending();
  if (input_ended_ && in_.empty()) close();
}

void Connection::tell_room() {
  if (!short_of_room_ || out_.pending() > context_.options.room_bytes) return;
  short_of_room_ = false;
  if (const auto tunnel = tunnel_.lock()) tunnel->room();
  if (const auto exchange = exchange_.lock()) exchange->room();
}

}  // namespace podium::http
