#include "runtime/http/exchange.h"

#include <cassert>
#include <charconv>

#include "runtime/http/connection.h"
#include "runtime/http/gzip.h"
#include "runtime/http/tunnel_end.h"

namespace podium::http {

Exchange::Exchange(Reactor& reactor, std::weak_ptr<Connection> connection, RequestFacts facts)
    : reactor_(reactor), connection_(std::move(connection)), facts_(facts) {}

Exchange::~Exchange() {
  if (phase_ == Phase::kOpen) {
    answer({.status = 500, .headers = {}, .body = "The request was left unanswered.\n"});
  } else if (streaming()) {
    if (const auto connection = connection_.lock()) connection->close();
  }
}

void Exchange::answer(Response response) {
  if (phase_ == Phase::kGone) return;
  assert(phase_ == Phase::kOpen);
  phase_ = Phase::kDone;
  const auto connection = connection_.lock();
  if (!connection) return;
  const bool has_body = carries_body(response.status);
  if (has_body && facts_.gzip && response.body.size() >= connection->options().gzip_from_bytes &&
      !response.headers.find("Content-Encoding")) {
    response.body = gzip(response.body);
    response.headers.add("Content-Encoding", "gzip");
    response.headers.add("Vary", "Accept-Encoding");
  }
  const bool keep = facts_.keep_alive && !connection->winding_down();
  const Framing framing{has_body ? Framing::Kind::kLength : Framing::Kind::kNone, response.body.size()};
  connection->queue(response_head(response.status, response.headers, framing, !keep));
  if (has_body && !facts_.head_only) connection->queue(response.body);
  connection->end_exchange(keep);
}

std::shared_ptr<Stream> Exchange::start(int status, Headers headers) {
  if (phase_ == Phase::kGone) return shared_from_this();
  assert(phase_ == Phase::kOpen);
  phase_ = Phase::kStream;
  if (carries_body(status)) {
    framing_ = facts_.has_chunks ? Framing::Kind::kChunked : Framing::Kind::kUntilClose;
  }
  if (const auto connection = connection_.lock()) {
    keep_ = facts_.keep_alive && !connection->winding_down();
    connection->queue(response_head(status, headers, {framing_}, !keep_));
  }
  return shared_from_this();
}

std::shared_ptr<Tunnel> Exchange::upgrade(Headers headers) {
  const auto connection = phase_ == Phase::kGone ? nullptr : connection_.lock();
  auto tunnel = std::make_shared<TunnelEnd>(reactor_, connection);
  if (phase_ == Phase::kGone) return tunnel;
  assert(phase_ == Phase::kOpen);
  phase_ = Phase::kDone;
  if (!connection) return tunnel;
  connection->queue(response_head(101, headers, {}, false));
  connection->begin_tunnel(tunnel);
  return tunnel;
}

bool Exchange::write(std::string_view chunk) {
  assert(phase_ == Phase::kGone || streaming());
  const auto connection = connection_.lock();
  if (phase_ == Phase::kGone || !connection) return false;
  const bool unsent = facts_.head_only && phase_ == Phase::kStream;
  if (chunk.empty() || unsent || framing_ == Framing::Kind::kNone) return true;
  send_chunk(chunk);
  return connection->keep_bounded();
}

void Exchange::send_chunk(std::string_view chunk) {
  const auto connection = connection_.lock();
  if (framing_ == Framing::Kind::kUntilClose) return connection->queue(chunk);
  char size[20];
  char* const end = std::to_chars(size, size + sizeof size - 2, chunk.size(), 16).ptr;
  end[0] = '\r';
  end[1] = '\n';
  connection->queue({size, static_cast<std::size_t>(end - size) + 2});
  connection->queue(chunk);
  connection->queue("\r\n");
}

void Exchange::finish() {
  if (phase_ == Phase::kGone) return;
  assert(streaming());
  on_disconnect_.reset();
  end_body();
}

void Exchange::end_body() {
  phase_ = Phase::kDone;
  const auto connection = connection_.lock();
  if (!connection) return;
  if (framing_ == Framing::Kind::kChunked && !facts_.head_only) connection->queue("0\r\n\r\n");
  connection->end_exchange(keep_ && !connection->winding_down());
}

void Exchange::end_early() {
  if (!streaming()) return;
  end_body();
  phase_ = Phase::kGone;
  notify();
}

std::size_t Exchange::buffered() const {
  const auto connection = connection_.lock();
  return phase_ == Phase::kGone || !connection ? 0 : connection->pending();
}

void Exchange::on_room(std::function<void()> call) { on_room_ = std::move(call); }

void Exchange::room() {
  if (!streaming() || !on_room_) return;
  const auto call = on_room_;  // which may replace itself
  call();
}

void Exchange::on_disconnect(Task task) {
  on_disconnect_ = std::move(task);
  if (phase_ == Phase::kGone) notify();
}

void Exchange::client_gone() {
  phase_ = Phase::kGone;
  notify();
}

void Exchange::notify() {
  if (on_disconnect_) reactor_.defer(std::move(on_disconnect_));
}

}  // namespace podium::http
