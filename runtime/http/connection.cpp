#include "runtime/http/connection.h"

#include "runtime/http/exchange.h"
#include "runtime/http/response_head.h"
#include "runtime/http/tunnel_end.h"

namespace podium::http {
namespace {

constexpr std::size_t kReadAhead = 64 << 10;  // of further requests, while one is handled

}  // namespace

Connection::Connection(const Context& context, std::unique_ptr<Transport> transport, std::uint64_t id)
    : context_(context),
      transport_(std::move(transport)),
      id_(id),
      parser_({context.options.max_header_bytes, context.options.max_body_bytes}) {}

void Connection::begin() {
  context_.reactor.watch(transport_->descriptor(), {.read = true},
                         [weak = weak_from_this()](Reactor::Ready ready) {
                           if (const auto self = weak.lock()) self->on_ready(ready);
                         });
  watch_deadline();
}

void Connection::on_ready(Reactor::Ready ready) {
  const bool unread = ready.read && phase_ == Phase::kTunnel;  // both sides have ended, and bytes are left
  if (ready.broken && !unread) return close();
  if (ready.read || transport_->input_needs_output()) receive_some();
  if (phase_ == Phase::kClosed) return;
  turn();
}

void Connection::receive_some() {
  char bytes[64 << 10];
  const Transfer transfer = transport_->receive(bytes, sizeof bytes);
  if (transfer.kind == Transfer::Kind::kBroken) return close();
  if (transfer.kind == Transfer::Kind::kEnd) input_ended_ = true;
  const bool heeded = phase_ != Phase::kClosing && phase_ != Phase::kLingering;
  if (transfer.kind == Transfer::Kind::kMoved && heeded) in_.append(bytes, transfer.bytes);
}

void Connection::queue(std::string_view bytes) {
  out_.append(bytes);
  short_of_room_ = short_of_room_ || out_.pending() > context_.options.room_bytes;
  schedule_turn();
}

void Connection::schedule_turn() {
  if (turn_scheduled_) return;
  turn_scheduled_ = true;
  context_.reactor.defer([weak = weak_from_this()] {
    if (const auto self = weak.lock()) {
      self->turn_scheduled_ = false;
      self->turn();
    }
  });
}

void Connection::turn() {
  if (phase_ == Phase::kReceiving) read_requests();
  if (phase_ == Phase::kTunnel) deliver();
  if (input_ended_) {
    const auto exchange = exchange_.lock();
    if (exchange && exchange->streaming()) return close();
    if (phase_ == Phase::kReceiving) phase_ = Phase::kClosing;
    if (phase_ == Phase::kLingering) return close();
  }
  if (phase_ != Phase::kClosed) flush();
  if (phase_ == Phase::kTunnel) end_tunnel_writing();
  if (phase_ == Phase::kClosed) return;
  tell_room();
  if (phase_ == Phase::kClosed) return;
  watch_socket();
  watch_deadline();
}

void Connection::watch_socket() {
  const bool output = out_.pending() > 0 || transport_->input_needs_output();
  context_.reactor.change(transport_->descriptor(), {.read = wants_input(), .write = output});
}

bool Connection::wants_input() const {
  if (input_ended_) return false;
  if (phase_ == Phase::kHandling) return in_.size() < kReadAhead;
  const auto tunnel = phase_ == Phase::kTunnel ? tunnel_.lock() : nullptr;
  return !tunnel || tunnel->reads();
}

void Connection::read_requests() {
  std::size_t parsed = 0;
  while (phase_ == Phase::kReceiving && parsed < in_.size()) {
    parsed += parser_.feed(std::string_view(in_).substr(parsed));
    if (parser_.state() == RequestParser::State::kFailed) {
      reject(parser_.failure());
    } else if (parser_.state() == RequestParser::State::kDone) {
      dispatch();
    } else {
      break;  // needs more
    }
  }
  in_.erase(0, parsed);
  if (phase_ == Phase::kReceiving && parser_.state() == RequestParser::State::kBody && !continued_ &&
      parser_.expects_continue()) {
    continued_ = true;
    out_.append("HTTP/1.1 100 Continue\r\n\r\n");
  }
}

void Connection::dispatch() {
  phase_ = Phase::kHandling;
  continued_ = false;
  moved_ = true;
  const bool keep = parser_.keep_alive();
  const bool chunks = parser_.has_chunks();
  Request request = parser_.take();
  request.peer = transport_->peer();
  parser_.reset();
  const RequestFacts facts{.head_only = request.method == "HEAD",
                           .keep_alive = keep,
                           .has_chunks = chunks,
                           .gzip = accepts_gzip(request.headers)};
  auto exchange = std::make_shared<Exchange>(context_.reactor, weak_from_this(), facts);
  exchange_ = exchange;
  context_.handler(std::move(request), std::move(exchange));
}

void Connection::reject(int status) {
  const auto& refusal = context_.options.refusal;
  const Response response = refusal ? refusal(status) : text_response(status, reason_phrase(status));
  out_.append(
      response_head(response.status, response.headers, {Framing::Kind::kLength, response.body.size()}, true));
  out_.append(response.body);
  phase_ = Phase::kClosing;
}

void Connection::end_exchange(bool keep) {
  phase_ = keep ? Phase::kReceiving : Phase::kClosing;
  exchange_.reset();
  tunnel_.reset();
  schedule_turn();
}

void Connection::flush() {
  const Outbox::Sent sent = out_.flush(*transport_);
  if (sent == Outbox::Sent::kBroken) return close();
  if (sent == Outbox::Sent::kSome) moved_ = true;
  if (phase_ != Phase::kClosing || sent != Outbox::Sent::kAll) return;
  transport_->end_sending();
  if (input_ended_) return close();
  // Closing with input unread would reset the connection, and the client might lose the answer.
  phase_ = Phase::kLingering;
}

bool Connection::keep_bounded() {
  const std::size_t limit = context_.options.stream_buffer_bytes;
  if (out_.pending() <= limit) return true;
  if (out_.flush(*transport_) != Outbox::Sent::kBroken && out_.pending() <= limit) return true;
  close();
  return false;
}

void Connection::wind_down() {
  winding_down_ = true;
  if (phase_ == Phase::kReceiving) phase_ = Phase::kClosing;
  if (const auto exchange = exchange_.lock()) exchange->end_early();
  if (const auto tunnel = tunnel_.lock()) tunnel->end_early();
  schedule_turn();
}

void Connection::close() {
  if (phase_ == Phase::kClosed) return;
  phase_ = Phase::kClosed;
  context_.reactor.forget(transport_->descriptor());
  context_.reactor.cancel(timer_);
  transport_.reset();
  if (const auto exchange = exchange_.lock()) exchange->client_gone();
  if (const auto tunnel = tunnel_.lock()) tunnel->connection_over();
  context_.on_closed(id_);
}

}  // namespace podium::http
