// The kubelet's ends of commands and forwarded ports: what the runtime speaks to, as frames of a
// connection to the API server.
#pragma once

#include <memory>
#include <string>

#include "control-plane/client/node_api.h"

namespace podium::kubelet {

// Counts what the other side has not taken yet.
class Untaken {
 public:
  void sent(std::size_t bytes) { bytes_ += bytes; }
  // True if a writer that waits may go on now.
  bool taken(std::size_t bytes) {
    const bool waited = bytes_ > kNodeRoom;
    bytes_ -= std::min(bytes, bytes_);
    return waited && bytes_ <= kNodeRoom;
  }
  std::size_t bytes() const { return bytes_; }

 private:
  std::size_t bytes_ = 0;
};

// Owns the connection: dropping it before finish() closes that.
class NodeCommand final : public RemoteCommand {
 public:
  explicit NodeCommand(std::unique_ptr<Connection> connection);

  void listen(std::weak_ptr<RemoteCommandListener> listener) override { listener_ = std::move(listener); }
  bool write_stdout(std::string_view bytes) override { return write(NodeFrame::Kind::kOutput, bytes); }
  bool write_stderr(std::string_view bytes) override { return write(NodeFrame::Kind::kError, bytes); }
  std::size_t buffered() const override { return untaken_.bytes(); }
  void consumed(std::size_t bytes) override { connection_->send(node_taken(bytes)); }
  void finish(const CommandOutcome& outcome) override;

 private:
  bool write(NodeFrame::Kind kind, std::string_view bytes);
  void receive(const NodeFrame& frame);

  const std::unique_ptr<Connection> connection_;
  std::weak_ptr<RemoteCommandListener> listener_;
  Untaken untaken_;
  bool gone_ = false;
};

class NodePort final : public ForwardedConnection {
 public:
  NodePort(std::unique_ptr<Connection> connection, std::uint16_t port);

  std::uint16_t port() const override { return port_; }
  void listen(std::weak_ptr<ForwardedListener> listener) override { listener_ = std::move(listener); }
  bool write(std::string_view bytes) override;
  std::size_t buffered() const override { return untaken_.bytes(); }
  void consumed(std::size_t bytes) override { connection_->send(node_taken(bytes)); }
  void end_writing() override { connection_->send(node_end()); }
  void close() override { finish(exited(0)); }
  void fail(std::string_view sentence) override { finish(failed(std::string(sentence))); }

 private:
  void receive(const NodeFrame& frame);
  void finish(CommandOutcome outcome);

  const std::unique_ptr<Connection> connection_;
  const std::uint16_t port_;
  std::weak_ptr<ForwardedListener> listener_;
  Untaken untaken_;
  bool gone_ = false;
};

}  // namespace podium::kubelet
