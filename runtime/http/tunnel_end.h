// The server's end of a tunnel, between its connection and whoever listens.
#pragma once

#include <memory>
#include <string_view>

#include "runtime/http/reactor.h"
#include "runtime/http/tunnel.h"

namespace podium::http {

class Connection;

class TunnelEnd final : public Tunnel {
 public:
  TunnelEnd(Reactor& reactor, std::weak_ptr<Connection> connection);
  ~TunnelEnd() override;

  void listen(std::weak_ptr<PipeListener> listener) override;
  bool write(std::string_view bytes) override;
  std::size_t buffered() const override;
  void end_writing() override;
  void finish() override;
  void pause(bool paused) override;

  // ---- For the connection. ----
  bool reads() const { return listening_ && !paused_; }
  bool writing_ended() const { return writing_ended_; }
  void received(std::string_view bytes);
  // The client has ended its sending. Told once.
  void input_ended();
  void room();
  void connection_over();
  // The server closes: what is queued goes out, and the listener hears that it is over.
  void end_early();

 private:
  void tell_gone();

  Reactor& reactor_;
  std::weak_ptr<Connection> connection_;
  std::weak_ptr<PipeListener> listener_;
  bool listening_ = false;
  bool paused_ = false;
  bool input_ended_ = false;
  bool writing_ended_ = false;
  bool over_ = false;  // finished, or gone
};

}  // namespace podium::http
