// One client's connection: bytes in, requests to the handler one after the other, bytes out.
//
// Requests that come in before the previous one is answered wait, so that answers keep their order. All
// that changes the connection ends in turn(), which moves whatever can be moved.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "runtime/http/options.h"
#include "runtime/http/outbox.h"
#include "runtime/http/reactor.h"
#include "runtime/http/request_parser.h"
#include "runtime/http/responder.h"
#include "runtime/http/transport.h"

namespace podium::http {

class Exchange;
class TunnelEnd;

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  // What the connections of a server share. It outlives them.
  struct Context {
    Reactor& reactor;
    const ServerOptions& options;
    const Handler& handler;
    std::function<void(std::uint64_t id)> on_closed;
  };

  Connection(const Context& context, std::unique_ptr<Transport> transport, std::uint64_t id);

  void begin();
  // Ends it without loss: the request at hand is answered first.
  void wind_down();
  // Ends it at once.
  void close();

  // ---- For the exchange. ----
  const ServerOptions& options() const { return context_.options; }
  bool winding_down() const { return winding_down_; }
  // Adds to what is sent in the reactor's next round.
  void queue(std::string_view bytes);
  std::size_t pending() const { return out_.pending(); }
  // Closes the connection, and returns false, if its client leaves too much untaken.
  bool keep_bounded();
  void begin_tunnel(const std::shared_ptr<TunnelEnd>& tunnel);
  void end_exchange(bool keep);
  // Moves whatever can be moved, in the reactor's next round.
  void schedule_turn();

 private:
  // kClosing: sends what is left. kLingering: lets the client read it.
  enum class Phase { kReceiving, kHandling, kTunnel, kClosing, kLingering, kClosed };
  enum class Wait { kNothing, kHandshake, kRequest, kHead, kBody, kSend, kLinger };  // for what it waits

  void on_ready(Reactor::Ready ready);
  void receive_some();
  bool wants_input() const;
  void turn();
  void read_requests();
  void dispatch();
  void reject(int status);
  void flush();
  void watch_socket();

  // ---- connection_tunnel.cpp ----
  void deliver();
  void end_tunnel_writing();
  void tell_room();

  bool is_patient() const;
  Wait current_wait() const;
  Duration longest(Wait wait) const;
  void watch_deadline();
  void arm();
  void on_timer();
  void on_timeout();

  const Context& context_;
  std::unique_ptr<Transport> transport_;
  const std::uint64_t id_;
  Phase phase_ = Phase::kReceiving;
  bool winding_down_ = false;
  bool input_ended_ = false;
  bool continued_ = false;  // "100 Continue" was sent for the request at hand
  bool turn_scheduled_ = false;
  bool sending_ended_ = false;  // the tunnel ended its writing, and the client was told
  bool short_of_room_ = false;  // more was queued than a waiting writer wants
  std::string in_;              // received and not parsed
  Outbox out_;
  RequestParser parser_;
  std::weak_ptr<Exchange> exchange_;
  std::weak_ptr<TunnelEnd> tunnel_;

  Wait wait_ = Wait::kNothing;
  bool moved_ = false;  // the present wait begins anew
  Duration since_{0};   // when it began, by the reactor's clock
  Reactor::TimerId timer_ = 0;
  Duration timer_due_{0};
};

}  // namespace podium::http
