// For what a connection waits, and for how long at most.
//
// A timer is left standing when its deadline moves back, which is what nearly every request does to it;
// it looks again when it fires.
#include <algorithm>

#include "runtime/http/connection.h"
#include "runtime/http/exchange.h"

namespace podium::http {

// Whether the client may take its time with what is queued: the writer waits for it.
bool Connection::is_patient() const {
  const auto exchange = exchange_.lock();
  return phase_ == Phase::kTunnel || (exchange && exchange->waits_for_room());
}

Connection::Wait Connection::current_wait() const {
  if (!transport_->established()) return Wait::kHandshake;
  if (out_.pending() > 0 && !is_patient()) return Wait::kSend;
  if (phase_ == Phase::kLingering) return Wait::kLinger;
  if (phase_ != Phase::kReceiving) return Wait::kNothing;
  if (parser_.state() == RequestParser::State::kBody) return Wait::kBody;
  return in_.empty() ? Wait::kRequest : Wait::kHead;
}

Duration Connection::longest(Wait wait) const {
  switch (wait) {
    case Wait::kNothing: break;
    case Wait::kHandshake: return context_.options.handshake_timeout;
    case Wait::kRequest: return context_.options.idle_timeout;
    case Wait::kHead: return context_.options.header_timeout;
    case Wait::kBody: return context_.options.body_timeout;
    case Wait::kSend: return context_.options.send_timeout;
    case Wait::kLinger: return context_.options.linger;
  }
  return Duration::max();
}

void Connection::watch_deadline() {
  const Wait wait = current_wait();
  if (wait != wait_ || std::exchange(moved_, false)) since_ = context_.reactor.now();
  wait_ = wait;
  if (wait != Wait::kNothing) arm();
}

void Connection::arm() {
  const Duration due = since_ + longest(wait_);
  if (timer_ != 0 && timer_due_ <= due) return;
  context_.reactor.cancel(timer_);
  timer_due_ = due;
  timer_ = context_.reactor.run_after(due - context_.reactor.now(), [weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->on_timer();
  });
}

void Connection::on_timer() {
  timer_ = 0;
  if (wait_ == Wait::kNothing) return;
  if (context_.reactor.now() < since_ + longest(wait_)) return arm();
  on_timeout();
}

void Connection::on_timeout() {
  const bool in_request = wait_ == Wait::kHead || wait_ == Wait::kBody;
  if (!in_request) return close();
  reject(408);
  turn();
}

}  // namespace podium::http
