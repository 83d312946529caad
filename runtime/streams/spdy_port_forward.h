// Port-forward on SPDY (portforward.k8s.io): for each connection the client opens two streams, `error`
// and `data`, that share a request id.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "runtime/env/port_forward.h"
#include "runtime/streams/spdy_session.h"

namespace podium::streams {

class SpdyForwarded;

class SpdyPortForward final : public PortForward,
                              public SpdyListener,
                              public std::enable_shared_from_this<SpdyPortForward> {
 public:
  explicit SpdyPortForward(std::shared_ptr<SpdySession> session) : session_(std::move(session)) {}

  void listen(std::weak_ptr<PortForwardListener> listener) override;
  void close() override;

 private:
  // A connection of which not both streams are there.
  struct Half {
    std::uint16_t port = 0;
    std::uint32_t error = 0;
    std::uint32_t data = 0;
  };

  void on_stream(std::uint32_t stream, const SpdyHeaders& headers) override;
  void on_data(std::uint32_t stream, std::string_view bytes) override;
  void on_end(std::uint32_t stream) override;
  void on_reset(std::uint32_t stream) override;
  void on_room() override;
  void on_gone() override;

  void connect(const Half& both);
  std::shared_ptr<SpdyForwarded> of(std::uint32_t data_stream) const;

  const std::shared_ptr<SpdySession> session_;
  std::weak_ptr<PortForwardListener> listener_;
  std::map<std::string, Half> halves_;                             // by request id
  std::map<std::uint32_t, std::weak_ptr<SpdyForwarded>> by_data_;  // by the stream that carries data
};

}  // namespace podium::streams
