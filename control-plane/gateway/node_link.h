// A connection from the API server to a kubelet, for one request.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "control-plane/client/node_api.h"

namespace podium {

class NodeLink {
 public:
  // Asks at once. `address`: the kubelet's, for messages.
  NodeLink(std::unique_ptr<Connection> connection, std::unique_ptr<NodeRequest> request, std::string address);

  // The kubelet's answer; or, in Go's words, why there is none ("dial tcp 10.0.0.5:10250: i/o timeout").
  std::function<void(const NodeAnswer&)> on_answer;
  std::function<void(const std::string&)> on_failure;
  // After an answer that was no refusal.
  std::function<void(NodeFrame&)> on_frame;
  std::function<void()> on_lost;

  void send(std::unique_ptr<NodeFrame> frame) { connection_->send(std::move(frame)); }

 private:
  void receive(Message& message);
  void closed(const Error& error);

  const std::unique_ptr<Connection> connection_;
  const std::string address_;
  bool answered_ = false;
};

// The 500 of an API server that could not reach a kubelet.
ApiStatus unreachable(std::string message);

}  // namespace podium
