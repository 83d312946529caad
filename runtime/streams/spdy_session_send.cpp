// What the server sends.
#include <algorithm>

#include "runtime/streams/spdy_session.h"

namespace podium::streams {
namespace {

constexpr std::size_t kMaxFrame = 32 << 10;  // so that streams share the connection

}  // namespace

bool SpdySession::write(std::uint32_t stream, std::string_view bytes) {
  const auto at = streams_.find(stream);
  if (over_ || at == streams_.end() || at->second.ending) return false;
  at->second.unsent.append(bytes);
  unsent_ += bytes.size();
  if (!pump(at)) return false;
  if (unsent_ > options_.unsent_bytes) {
    reactor_.defer([self = shared_from_this()] { self->break_off(GoAwayCode::kInternalError); });
    return false;
  }
  short_of_room_ = short_of_room_ || buffered() > options_.room_bytes;
  return true;
}

// Sends what the windows let through. False if the connection is over.
bool SpdySession::pump(Streams::iterator at) {
  auto& [id, stream] = *at;
  std::string frames;
  while (!stream.unsent.empty()) {
    std::size_t count = std::min(stream.unsent.size(), kMaxFrame);
    if (speaks_of_windows_) count = std::min({count, stream.send.allowed(), send_.allowed()});
    if (count == 0) break;
    append_data(frames, id, stream.unsent.front(count), false);
    stream.unsent.pop(count);
    stream.send.spend(count);
    send_.spend(count);
    unsent_ -= count;
  }
  const bool ends = stream.ending && !stream.ended && stream.unsent.empty();
  if (ends) append_data(frames, id, {}, true);
  stream.ended = stream.ended || ends;
  if (stream.ended && stream.client_ended) forget(at);
  return frames.empty() || pipe_->write(frames);
}

void SpdySession::pump_all() {
  for (auto at = streams_.begin(); at != streams_.end();) {
    if (!pump(at++)) return;  // which may forget it
  }
  tell_room();
}

void SpdySession::end(std::uint32_t stream) {
  const auto at = streams_.find(stream);
  if (over_ || at == streams_.end() || at->second.ending) return;
  at->second.ending = true;
  pump(at);
}

void SpdySession::reset(std::uint32_t stream, ResetCode code) {
  if (over_) return;
  if (const auto at = streams_.find(stream); at != streams_.end()) forget(at);
  std::string frame;
  append_reset(frame, stream, code);
  pipe_->write(frame);
}

void SpdySession::forget(Streams::iterator at) {
  const std::size_t held = at->second.held;
  unsent_ -= at->second.unsent.size();
  held_ -= held;
  streams_.erase(at);
  renew(0, receive_.consumed(held));
  judge_held();
}

void SpdySession::consumed(std::uint32_t stream, std::size_t bytes) {
  const auto at = streams_.find(stream);
  if (over_ || at == streams_.end()) return;
  const std::size_t count = std::min(bytes, at->second.held);
  at->second.held -= count;
  held_ -= count;
  if (!at->second.client_ended) renew(stream, at->second.receive.consumed(count));
  renew(0, receive_.consumed(count));
  judge_held();
}

void SpdySession::renew(std::uint32_t stream, std::uint32_t delta) {
  if (delta == 0 || over_) return;
  std::string frame;
  append_window_update(frame, stream, delta);
  pipe_->write(frame);
}

void SpdySession::judge_held() { pipe_->pause(held_ >= options_.held_bytes && !closing_); }

void SpdySession::tell_room() {
  if (!short_of_room_ || buffered() > options_.room_bytes) return;
  short_of_room_ = false;
  if (const auto listener = heard()) listener->on_room();
}

void SpdySession::close() {
  if (over_ || std::exchange(closing_, true)) return;
  std::string frame;
  append_go_away(frame, last_stream_, GoAwayCode::kOk);
  pipe_->write(frame);
  judge_held();
  // Keeps itself alive until the client hangs up.
  end_timer_ = reactor_.run_after(options_.end_timeout, [self = shared_from_this()] {
    self->pipe_->finish();
    self->over();
  });
}

}  // namespace podium::streams
