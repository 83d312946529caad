#include "runtime/streams/spdy_command.h"

#include <utility>

#include "runtime/streams/status_text.h"

namespace podium::streams {

SpdyCommand::SpdyCommand(std::shared_ptr<SpdySession> session, CommandStreams streams, bool has_status)
    : session_(std::move(session)), streams_(streams), has_status_(has_status) {}

void SpdyCommand::open(Opened opened, std::function<void()> lost) {
  opened_ = std::move(opened);
  lost_ = std::move(lost);
  session_->listen(weak_from_this());
}

bool SpdyCommand::expects(std::string_view type) const {
  if (type == "stdin") return streams_.in;
  if (type == "stdout") return streams_.out;
  if (type == "stderr") return streams_.err;
  return type == "error" || (type == "resize" && streams_.tty);
}

bool SpdyCommand::complete() const {
  for (const char* type : {"error", "stdin", "stdout", "stderr"}) {
    if (expects(type) && ids_.count(type) == 0) return false;
  }
  return true;  // resize may come later, or never: protocols before v3 have none
}

void SpdyCommand::on_stream(std::uint32_t stream, const SpdyHeaders& headers) {
  const std::string type(header_value(headers, "streamtype"));
  if (!expects(type) || !ids_.emplace(type, stream).second) {
    return session_->reset(stream, ResetCode::kProtocolError);
  }
  if (!opened_ || !complete()) return;
  lost_ = nullptr;
  const auto opened = std::exchange(opened_, nullptr);
  opened(shared_from_this());
}

bool SpdyCommand::is(std::uint32_t stream, const std::string& type) const {
  const auto found = ids_.find(type);
  return found != ids_.end() && found->second == stream;
}

void SpdyCommand::on_data(std::uint32_t stream, std::string_view bytes) {
  const auto listener = listener_.lock();
  if (listener && is(stream, "stdin")) return listener->on_stdin(bytes);
  if (listener && is(stream, "resize")) {
    for (const TerminalSize size : sizes_.feed(bytes)) listener->on_resize(size);
  }
  session_->consumed(stream, bytes.size());
}

void SpdyCommand::on_end(std::uint32_t stream) {
  if (!is(stream, "stdin") || std::exchange(input_ended_, true)) return;
  if (const auto listener = listener_.lock()) listener->on_stdin_end();
}

bool SpdyCommand::write(const std::string& type, std::string_view bytes) {
  if (!expects(type) || bytes.empty()) return !over_;
  return session_->write(ids_.at(type), bytes);
}

void SpdyCommand::consumed(std::size_t bytes) {
  if (const auto found = ids_.find("stdin"); found != ids_.end()) session_->consumed(found->second, bytes);
}

void SpdyCommand::finish(const CommandOutcome& outcome) {
  write("error", has_status_ ? status_json(outcome) : status_sentence(outcome));
  for (const auto& [type, stream] : ids_) session_->end(stream);
  session_->close();
}

void SpdyCommand::on_room() {
  if (const auto listener = listener_.lock()) listener->on_room();
}

void SpdyCommand::on_gone() {
  over_ = true;
  opened_ = nullptr;
  if (const auto lost = std::exchange(lost_, nullptr)) lost();
  if (const auto listener = listener_.lock()) listener->on_gone();
}

}  // namespace podium::streams
