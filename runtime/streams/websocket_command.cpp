#include "runtime/streams/websocket_command.h"

#include <algorithm>
#include <utility>

#include "runtime/streams/status_text.h"

namespace podium::streams {
namespace {

enum Channel : std::uint8_t { kStdin = 0, kStdout = 1, kStderr = 2, kError = 3, kResize = 4 };

}  // namespace

WebSocketCommand::WebSocketCommand(std::shared_ptr<WebSocketLink> link, const StreamOptions& options,
                                   CommandStreams streams, ChannelFormat format, bool has_status)
    : link_(std::move(link)),
      max_held_(options.held_bytes),
      streams_(streams),
      format_(format),
      has_status_(has_status),
      reader_(format) {}

// An empty message on the first channel of the server tells the client that all is set up.
void WebSocketCommand::listen(std::weak_ptr<RemoteCommandListener> listener) {
  listener_ = std::move(listener);
  send(streams_.out ? kStdout : streams_.err ? kStderr : kError, "");
  link_->listen(weak_from_this());
}

bool WebSocketCommand::send(std::uint8_t channel, std::string_view bytes) {
  const ChannelMessage message = channel_message(format_, channel, bytes);
  return link_->send(message.opcode, message.payload);
}

bool WebSocketCommand::write_stdout(std::string_view bytes) {
  return !streams_.out || bytes.empty() || send(kStdout, bytes);
}

bool WebSocketCommand::write_stderr(std::string_view bytes) {
  return !streams_.err || bytes.empty() || send(kStderr, bytes);
}

void WebSocketCommand::on_part(const WebSocketEvent& part) {
  const auto piece = reader_.feed(part);
  const auto listener = listener_.lock();
  if (reader_.broken()) {
    link_->close(CloseCode::kUnsupported, "a message that is not Base64");
    if (listener) listener->on_gone();
  } else if (piece && listener) {
    input(*piece, *listener);
  }
}

void WebSocketCommand::input(const ChannelReader::Piece& piece, RemoteCommandListener& listener) {
  if (piece.channel == kResize && streams_.tty && !piece.closes) {
    for (const TerminalSize size : sizes_.feed(piece.bytes)) listener.on_resize(size);
  }
  if (piece.channel != kStdin || !streams_.in || input_ended_) return;
  if (piece.closes) {
    input_ended_ = true;
    listener.on_stdin_end();
  } else if (!piece.bytes.empty()) {
    held_ += piece.bytes.size();
    listener.on_stdin(piece.bytes);
    judge_held();
  }
}

void WebSocketCommand::consumed(std::size_t bytes) {
  held_ -= std::min(bytes, held_);
  judge_held();
}

void WebSocketCommand::judge_held() { link_->pause(held_ >= max_held_); }

void WebSocketCommand::finish(const CommandOutcome& outcome) {
  const std::string text = has_status_ ? status_json(outcome) : status_sentence(outcome);
  if (!text.empty()) send(kError, text);
  link_->close(CloseCode::kNormal, "");
}

void WebSocketCommand::on_room() {
  if (const auto listener = listener_.lock()) listener->on_room();
}

void WebSocketCommand::on_gone() {
  if (const auto listener = listener_.lock()) listener->on_gone();
}

}  // namespace podium::streams
