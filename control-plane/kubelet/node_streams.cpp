#include "control-plane/kubelet/node_streams.h"

namespace podium::kubelet {

using Kind = NodeFrame::Kind;

NodeCommand::NodeCommand(std::unique_ptr<Connection> connection) : connection_(std::move(connection)) {
  connection_->on_message = [this](std::unique_ptr<Message> message) {
    receive(static_cast<const NodeFrame&>(*message));
  };
  connection_->on_close = [this](const Error&) {
    gone_ = true;
    if (const auto listener = listener_.lock()) listener->on_gone();
  };
}

bool NodeCommand::write(Kind kind, std::string_view bytes) {
  if (gone_) return false;
  if (bytes.empty()) return true;
  untaken_.sent(bytes.size());
  connection_->send(node_bytes(kind, bytes));
  return true;
}

void NodeCommand::receive(const NodeFrame& frame) {
  const auto listener = listener_.lock();
  if (listener == nullptr) return;
  switch (frame.kind) {
    case Kind::kInput: return listener->on_stdin(frame.bytes);
    case Kind::kEnd: return listener->on_stdin_end();
    case Kind::kSize: return listener->on_resize(frame.size);
    case Kind::kTaken:
      if (untaken_.taken(frame.taken)) listener->on_room();
      return;
    case Kind::kOutput:
    case Kind::kError:
    case Kind::kOutcome: return;  // never come this way
  }
}

void NodeCommand::finish(const CommandOutcome& outcome) {
  listener_.reset();
  connection_->send(node_outcome(outcome));
}

NodePort::NodePort(std::unique_ptr<Connection> connection, std::uint16_t port)
    : connection_(std::move(connection)), port_(port) {
  connection_->on_message = [this](std::unique_ptr<Message> message) {
    receive(static_cast<const NodeFrame&>(*message));
  };
  connection_->on_close = [this](const Error&) {
    gone_ = true;
    if (const auto listener = listener_.lock()) listener->on_gone();
  };
}

bool NodePort::write(std::string_view bytes) {
  if (gone_) return false;
  untaken_.sent(bytes.size());
  connection_->send(node_bytes(Kind::kOutput, bytes));
  return true;
}

void NodePort::receive(const NodeFrame& frame) {
  const auto listener = listener_.lock();
  if (listener == nullptr) return;
  if (frame.kind == Kind::kInput) return listener->on_bytes(frame.bytes);
  if (frame.kind == Kind::kEnd) return listener->on_end();
  if (frame.kind == Kind::kTaken && untaken_.taken(frame.taken)) listener->on_room();
}

void NodePort::finish(CommandOutcome outcome) {
  listener_.reset();
  connection_->send(node_outcome(std::move(outcome)));
}

}  // namespace podium::kubelet
