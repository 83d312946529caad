#include "runtime/streams/websocket_port_forward.h"

#include <algorithm>
#include <utility>

namespace podium::streams {

WebSocketPortForward::WebSocketPortForward(http::Reactor& reactor, std::shared_ptr<WebSocketLink> link,
                                           const StreamOptions& options, std::vector<std::uint16_t> ports,
                                           ChannelFormat format)
    : reactor_(reactor),
      link_(std::move(link)),
      max_held_(options.held_bytes),
      ports_(std::move(ports)),
      format_(format),
      reader_(format) {}

void WebSocketPortForward::listen(std::weak_ptr<PortForwardListener> listener) {
  listener_ = std::move(listener);
  reactor_.defer([weak = weak_from_this()] {
    if (const auto self = weak.lock()) self->begin();
  });
}

// Each channel begins with its port, in the order of little-endian machines.
void WebSocketPortForward::begin() {
  open_ = ports_.size();
  connections_.resize(ports_.size());
  for (std::size_t i = 0; i < ports_.size(); ++i) {
    const auto data = static_cast<std::uint8_t>(2 * i);
    const std::string port{static_cast<char>(ports_[i] & 255), static_cast<char>(ports_[i] >> 8)};
    send(data, port);
    send(data + 1, port);
    const auto connection = std::make_shared<WebSocketForwarded>(shared_from_this(), data, ports_[i]);
    connections_[i] = connection;
    if (const auto listener = listener_.lock()) listener->on_connection(connection);
  }
  link_->listen(weak_from_this());
}

bool WebSocketPortForward::send(std::uint8_t channel, std::string_view bytes) {
  const ChannelMessage message = channel_message(format_, channel, bytes);
  return link_->send(message.opcode, message.payload);
}

void WebSocketPortForward::close() { link_->close(CloseCode::kNormal, ""); }

void WebSocketPortForward::connection_over() {
  if (--open_ == 0) close();
}

void WebSocketPortForward::on_part(const WebSocketEvent& part) {
  const auto piece = reader_.feed(part);
  if (reader_.broken()) {
    link_->close(CloseCode::kUnsupported, "a message that is not Base64");
    return on_gone();
  }
  const std::size_t index = piece ? piece->channel / 2u : connections_.size();
  if (index >= connections_.size() || piece->channel % 2 != 0 || piece->bytes.empty()) return;
  const auto connection = connections_[index].lock();
  held_ += piece->bytes.size();
  if (!connection || !connection->receive(piece->bytes)) consumed(piece->bytes.size());
  judge_held();
}

void WebSocketPortForward::consumed(std::size_t bytes) {
  held_ -= std::min(bytes, held_);
  judge_held();
}

void WebSocketPortForward::judge_held() { link_->pause(held_ >= max_held_); }

void WebSocketPortForward::on_room() {
  const auto all = connections_;  // some may end while others are told
  for (const auto& connection : all) {
    if (const auto alive = connection.lock()) alive->room();
  }
}

void WebSocketPortForward::on_gone() {
  const auto all = connections_;
  for (const auto& connection : all) {
    if (const auto alive = connection.lock()) alive->gone();
  }
  if (const auto listener = listener_.lock()) listener->on_gone();
}

WebSocketForwarded::WebSocketForwarded(std::shared_ptr<WebSocketPortForward> session,
                                       std::uint8_t data_channel, std::uint16_t port)
    : session_(std::move(session)), data_channel_(data_channel), port_(port) {}

bool WebSocketForwarded::write(std::string_view bytes) {
  return !over_ && (bytes.empty() || session_->send(data_channel_, bytes));
}

void WebSocketForwarded::close() {
  if (!std::exchange(over_, true)) session_->connection_over();
}

void WebSocketForwarded::fail(std::string_view sentence) {
  if (!over_) session_->send(data_channel_ + 1, sentence);
  close();
}

bool WebSocketForwarded::receive(std::string_view bytes) {
  const auto listener = over_ ? nullptr : listener_.lock();
  if (listener) listener->on_bytes(bytes);
  return listener != nullptr;
}

void WebSocketForwarded::room() {
  const auto listener = over_ ? nullptr : listener_.lock();
  if (listener) listener->on_room();
}

void WebSocketForwarded::gone() {
  if (std::exchange(over_, true)) return;
  if (const auto listener = listener_.lock()) listener->on_gone();
}

}  // namespace podium::streams
