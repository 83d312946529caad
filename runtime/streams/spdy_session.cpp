// What the client sends.
#include "runtime/streams/spdy_session.h"

#include <utility>

namespace podium::streams {

SpdySession::SpdySession(http::Reactor& reactor, const StreamOptions& options,
                         std::shared_ptr<http::Pipe> pipe)
    : reactor_(reactor),
      options_(options),
      pipe_(std::move(pipe)),
      reader_(options.max_control_bytes),
      inflater_(options.max_headers_bytes) {}

void SpdySession::listen(std::weak_ptr<SpdyListener> listener) {
  listener_ = std::move(listener);
  pipe_->listen(weak_from_this());
}

void SpdySession::on_bytes(std::string_view bytes) {
  while (!over_) {
    const auto frame = reader_.next(bytes);
    if (!frame) return;
    handle(*frame);
  }
}

void SpdySession::on_end() {
  pipe_->finish();
  over();
}

void SpdySession::handle(const SpdyFrame& frame) {
  using Kind = SpdyFrame::Kind;
  std::string answer;
  switch (frame.kind) {
    case Kind::kSynStream: return open_stream(frame);
    case Kind::kHeaders:  // nobody asks for these, but the compression runs on
      if (!inflater_.unpack(frame.bytes)) return break_off(GoAwayCode::kProtocolError);
      if (frame.fin) client_ended(frame.stream);
      return;
    case Kind::kReset: return client_reset(frame.stream);
    case Kind::kSettings: return set_initial_window(frame.value);
    case Kind::kPing:
      if (frame.value % 2 == 0) return;  // even: an answer to a ping of ours
      append_ping(answer, frame.value);
      pipe_->write(answer);
      return;
    case Kind::kGoAway: return;  // it opens no more streams; those that are open go on
    case Kind::kWindowUpdate: return widen(frame);
    case Kind::kData: return receive_data(frame);
    case Kind::kError: return break_off(GoAwayCode::kProtocolError);
  }
}

// Draft 3, 2.3.2: the ids of a client are odd, and rise.
void SpdySession::open_stream(const SpdyFrame& frame) {
  const auto block = inflater_.unpack(frame.bytes);
  if (!block) return break_off(GoAwayCode::kProtocolError);
  if (streams_.count(frame.stream) != 0) return reset(frame.stream, ResetCode::kProtocolError);
  if (frame.stream % 2 == 0 || frame.stream <= last_stream_) return break_off(GoAwayCode::kProtocolError);
  last_stream_ = frame.stream;
  const auto headers = decode_headers(*block);
  const bool full = streams_.size() >= options_.max_streams;
  if (headers && !full && !closing_) return admit(frame, *headers);
  std::string refusal;
  append_reset(refusal, frame.stream, headers ? ResetCode::kRefusedStream : ResetCode::kProtocolError);
  pipe_->write(refusal);
}

void SpdySession::admit(const SpdyFrame& frame, const SpdyHeaders& headers) {
  streams_.emplace(frame.stream, initial_window_);
  std::string reply;
  append_syn_reply(reply, frame.stream, deflater_.pack(encode_headers({})));
  pipe_->write(reply);
  if (const auto listener = heard()) listener->on_stream(frame.stream, headers);
  if (frame.fin) client_ended(frame.stream);
}

void SpdySession::receive_data(const SpdyFrame& frame) {
  const auto at = streams_.find(frame.stream);
  const auto listener = heard();
  if (at != streams_.end() && !at->second.client_ended && listener) {
    at->second.held += frame.bytes.size();
    held_ += frame.bytes.size();
    if (!frame.bytes.empty()) listener->on_data(frame.stream, frame.bytes);
    judge_held();
  } else {
    renew(0, receive_.consumed(frame.bytes.size()));
    if (frame.stream > last_stream_) reset(frame.stream, ResetCode::kInvalidStream);
  }
  if (frame.fin) client_ended(frame.stream);
}

void SpdySession::client_ended(std::uint32_t stream) {
  const auto at = streams_.find(stream);
  if (at == streams_.end() || std::exchange(at->second.client_ended, true)) return;
  const bool done = at->second.ended;
  if (const auto listener = heard()) listener->on_end(stream);
  const auto still = done ? streams_.find(stream) : streams_.end();
  if (still != streams_.end()) forget(still);
}

void SpdySession::client_reset(std::uint32_t stream) {
  const auto at = streams_.find(stream);
  if (at == streams_.end()) return;
  forget(at);
  if (const auto listener = heard()) listener->on_reset(stream);
}

void SpdySession::set_initial_window(std::uint32_t size) {
  speaks_of_windows_ = true;
  const std::int64_t change = size - std::exchange(initial_window_, size);
  for (auto& [id, stream] : streams_) {
    if (!stream.send.move(change)) return break_off(GoAwayCode::kProtocolError);
  }
  pump_all();
}

void SpdySession::widen(const SpdyFrame& frame) {
  speaks_of_windows_ = true;
  const auto at = streams_.find(frame.stream);
  if (frame.stream == 0) {
    if (!send_.move(frame.value)) return break_off(GoAwayCode::kProtocolError);
  } else if (at != streams_.end() && !at->second.send.move(frame.value)) {
    reset(frame.stream, ResetCode::kFlowControlError);
    if (const auto listener = heard()) listener->on_reset(frame.stream);
  }
  pump_all();
}

void SpdySession::break_off(GoAwayCode code) {
  if (over_) return;
  std::string answer;
  append_go_away(answer, last_stream_, code);
  pipe_->write(answer);
  pipe_->finish();
  over();
}

void SpdySession::over() {
  if (std::exchange(over_, true)) return;
  reactor_.cancel(end_timer_);
  if (const auto listener = heard()) listener->on_gone();
}

}  // namespace podium::streams
