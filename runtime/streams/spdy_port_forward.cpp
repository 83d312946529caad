#include "runtime/streams/spdy_port_forward.h"

#include <charconv>
#include <optional>
#include <utility>
#include <vector>

#include "runtime/streams/spdy_forwarded.h"

namespace podium::streams {
namespace {

std::optional<std::uint16_t> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  const bool whole = error == std::errc{} && end == text.data() + text.size() && port != 0;
  return whole ? std::optional(port) : std::nullopt;
}

// Clients from before request ids open the error stream, and then the data stream of the next id.
std::string request_id(const SpdyHeaders& headers, std::uint32_t stream, bool is_data) {
  const std::string_view id = header_value(headers, "requestid");
  if (!id.empty()) return std::string(id);
  return std::to_string(is_data && stream > 2 ? stream - 2 : stream);
}

}  // namespace

void SpdyPortForward::listen(std::weak_ptr<PortForwardListener> listener) {
  listener_ = std::move(listener);
  session_->listen(weak_from_this());
}

void SpdyPortForward::close() {
  for (const auto& [stream, connection] : by_data_) {
    if (const auto alive = connection.lock()) alive->close();
  }
  session_->close();
}

void SpdyPortForward::on_stream(std::uint32_t stream, const SpdyHeaders& headers) {
  const std::string_view type = header_value(headers, "streamtype");
  const auto port = parse_port(header_value(headers, "port"));
  if (!port || (type != "error" && type != "data")) {
    return session_->reset(stream, ResetCode::kProtocolError);
  }
  const bool is_data = type == "data";
  const std::string id = request_id(headers, stream, is_data);
  Half& half = halves_[id];
  if ((is_data ? half.data : half.error) != 0) return session_->reset(stream, ResetCode::kProtocolError);
  (is_data ? half.data : half.error) = stream;
  if (is_data) half.port = *port;
  if (half.data == 0 || half.error == 0) return;
  const Half both = half;
  halves_.erase(id);
  connect(both);
}

void SpdyPortForward::connect(const Half& both) {
  std::erase_if(by_data_, [](const auto& entry) { return entry.second.expired(); });
  const auto connection = std::make_shared<SpdyForwarded>(session_, both.port, both.data, both.error);
  by_data_[both.data] = connection;
  if (const auto listener = listener_.lock()) listener->on_connection(connection);
}

std::shared_ptr<SpdyForwarded> SpdyPortForward::of(std::uint32_t data_stream) const {
  const auto found = by_data_.find(data_stream);
  return found == by_data_.end() ? nullptr : found->second.lock();
}

void SpdyPortForward::on_data(std::uint32_t stream, std::string_view bytes) {
  const auto connection = of(stream);
  if (!connection || !connection->receive(bytes)) session_->consumed(stream, bytes.size());
}

void SpdyPortForward::on_end(std::uint32_t stream) {
  if (const auto connection = of(stream)) connection->client_ended();
}

void SpdyPortForward::on_reset(std::uint32_t stream) {
  std::erase_if(halves_,
                [&](const auto& half) { return half.second.data == stream || half.second.error == stream; });
  const auto connection = of(stream);
  by_data_.erase(stream);
  if (connection) connection->gone();
}

void SpdyPortForward::on_room() {
  std::vector<std::weak_ptr<SpdyForwarded>> all;  // which may end, and others begin, while they are told
  for (const auto& [stream, connection] : by_data_) all.push_back(connection);
  for (const auto& connection : all) {
    if (const auto alive = connection.lock()) alive->room();
  }
}

void SpdyPortForward::on_gone() {
  const auto all = std::exchange(by_data_, {});
  for (const auto& [stream, connection] : all) {
    if (const auto alive = connection.lock()) alive->gone();
  }
  if (const auto listener = listener_.lock()) listener->on_gone();
}

}  // namespace podium::streams
