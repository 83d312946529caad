#include "control-plane/gateway/node_link.h"

namespace podium {

NodeLink::NodeLink(std::unique_ptr<Connection> connection, std::unique_ptr<NodeRequest> request,
                   std::string address)
    : connection_(std::move(connection)), address_(std::move(address)) {
  connection_->on_message = [this](std::unique_ptr<Message> message) { receive(*message); };
  connection_->on_close = [this](const Error& error) { closed(error); };
  connection_->send(std::move(request));
}

void NodeLink::receive(Message& message) {
  if (answered_) return on_frame(static_cast<NodeFrame&>(message));
  answered_ = true;
  on_answer(static_cast<const NodeAnswer&>(message));
}

void NodeLink::closed(const Error& error) {
  if (answered_) return on_lost();
  if (error.code == ErrorCode::kRefused)
    return on_failure("dial tcp " + address_ + ": connect: connection refused");
  if (error.code == ErrorCode::kTimeout) return on_failure("dial tcp " + address_ + ": i/o timeout");
  on_failure("EOF");
}

ApiStatus unreachable(std::string message) {
  ApiStatus status;
  status.code = 500;
  status.message = std::move(message);
  return status;
}

}  // namespace podium
