// Port-forward on a WebSocket (v4.channel.k8s.io), as the Python client asks for it: the ports are in the
// URL, and each is one connection, of channel 2i for data and 2i + 1 for an error.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "runtime/env/port_forward.h"
#include "runtime/http/reactor.h"
#include "runtime/streams/channel_messages.h"
#include "runtime/streams/websocket_link.h"

namespace podium::streams {

class WebSocketForwarded;

class WebSocketPortForward final : public PortForward,
                                   public WebSocketListener,
                                   public std::enable_shared_from_this<WebSocketPortForward> {
 public:
  WebSocketPortForward(http::Reactor& reactor, std::shared_ptr<WebSocketLink> link,
                       const StreamOptions& options, std::vector<std::uint16_t> ports, ChannelFormat format);

  void listen(std::weak_ptr<PortForwardListener> listener) override;
  void close() override;

  // ---- For its connections. ----
  bool send(std::uint8_t channel, std::string_view bytes);
  std::size_t buffered() const { return link_->buffered(); }
  void consumed(std::size_t bytes);
  // One of them is over. The session ends with the last.
  void connection_over();

 private:
  void on_part(const WebSocketEvent& part) override;
  void on_room() override;
  void on_gone() override;

  void begin();
  void judge_held();

  http::Reactor& reactor_;
  const std::shared_ptr<WebSocketLink> link_;
  const std::size_t max_held_;
  const std::vector<std::uint16_t> ports_;
  const ChannelFormat format_;
  std::weak_ptr<PortForwardListener> listener_;
  ChannelReader reader_;
  std::vector<std::weak_ptr<WebSocketForwarded>> connections_;  // by index of the port
  std::size_t open_ = 0;
  std::size_t held_ = 0;
};

// The connection of one port.
class WebSocketForwarded final : public ForwardedConnection {
 public:
  WebSocketForwarded(std::shared_ptr<WebSocketPortForward> session, std::uint8_t data_channel,
                     std::uint16_t port);
  ~WebSocketForwarded() override { close(); }

  std::uint16_t port() const override { return port_; }
  void listen(std::weak_ptr<ForwardedListener> listener) override { listener_ = std::move(listener); }
  bool write(std::string_view bytes) override;
  std::size_t buffered() const override { return session_->buffered(); }
  void consumed(std::size_t bytes) override { session_->consumed(bytes); }
  void end_writing() override {}  // this protocol has no half-close
  void close() override;
  void fail(std::string_view sentence) override;

  // ---- For the session. ----
  bool receive(std::string_view bytes);  // false: nobody wants them
  void room();
  void gone();

 private:
  const std::shared_ptr<WebSocketPortForward> session_;
  const std::uint8_t data_channel_;
  const std::uint16_t port_;
  std::weak_ptr<ForwardedListener> listener_;
  bool over_ = false;
};

}  // namespace podium::streams
