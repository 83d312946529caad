// One forwarded connection on SPDY: the pair of its streams.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "runtime/env/port_forward.h"
#include "runtime/streams/spdy_session.h"

namespace podium::streams {

class SpdyForwarded final : public ForwardedConnection {
 public:
  SpdyForwarded(std::shared_ptr<SpdySession> session, std::uint16_t port, std::uint32_t data,
                std::uint32_t error);
  ~SpdyForwarded() override;

  std::uint16_t port() const override { return port_; }
  void listen(std::weak_ptr<ForwardedListener> listener) override { listener_ = std::move(listener); }
  bool write(std::string_view bytes) override { return session_->write(data_, bytes); }
  std::size_t buffered() const override { return session_->buffered(); }
  void consumed(std::size_t bytes) override { session_->consumed(data_, bytes); }
  void end_writing() override { session_->end(data_); }
  void close() override;
  void fail(std::string_view sentence) override;

  // ---- For the session. ----
  bool receive(std::string_view bytes);  // false: nobody wants them
  void client_ended();
  void room();
  void gone();

 private:
  const std::shared_ptr<SpdySession> session_;
  const std::uint16_t port_;
  const std::uint32_t data_;
  const std::uint32_t error_;
  std::weak_ptr<ForwardedListener> listener_;
  bool over_ = false;
};

}  // namespace podium::streams
