#include "control-plane/gateway/pod_forward.h"

#include <utility>

#include "control-plane/gateway/node_link.h"
#include "control-plane/gateway/status_json.h"

namespace podium {
namespace {

using Kind = NodeFrame::Kind;

// One user's connection, over a connection of its own to the kubelet. What the user sends goes there at
// once: the transport holds it until the kubelet has accepted.
class PodPort final : public ForwardedListener, public std::enable_shared_from_this<PodPort> {
 public:
  PodPort(OpenStreams& streams, std::shared_ptr<ForwardedConnection> client)
      : streams_(streams), client_(std::move(client)) {}

  void begin(std::unique_ptr<NodeLink> link) {
    link_ = std::move(link);
    link_->on_answer = [this](const NodeAnswer& answer) {
      if (!answer.status.ok()) end(failed(answer.status.message));
    };
    link_->on_failure = [this](const std::string& why) { end(failed("error dialing backend: " + why)); };
    link_->on_frame = [this](NodeFrame& frame) { receive(frame); };
    link_->on_lost = [this] { end(failed("the connection to the kubelet is lost")); };
    id_ = streams_.keep(shared_from_this());
    client_->listen(weak_from_this());
  }

 private:
  void receive(const NodeFrame& frame) {
    if (over_) return;
    if (frame.kind == Kind::kOutcome) return end(frame.outcome);
    if (frame.kind == Kind::kTaken) return client_->consumed(frame.taken);
    if (frame.kind == Kind::kEnd) return client_->end_writing();
    if (frame.kind != Kind::kOutput) return;
    held_ += frame.bytes.size();
    if (client_->write(frame.bytes) && client_->buffered() < kNodeWindow) on_room();
  }

  void on_bytes(std::string_view bytes) override { link_->send(node_bytes(Kind::kInput, bytes)); }
  void on_end() override { link_->send(node_end()); }
  void on_room() override {
    if (held_ > 0) link_->send(node_taken(std::exchange(held_, 0)));
  }
  void on_gone() override {
    over_ = true;
    streams_.release(id_);
  }

  void end(const CommandOutcome& outcome) {
    if (std::exchange(over_, true)) return;
    if (outcome.kind == CommandOutcome::Kind::kFailed)
      client_->fail(outcome.message);
    else
      client_->close();
    streams_.release(id_);
  }

  OpenStreams& streams_;
  OpenStreams::Id id_ = 0;
  const std::shared_ptr<ForwardedConnection> client_;
  std::unique_ptr<NodeLink> link_;
  std::size_t held_ = 0;  // bytes that the kubelet may not replace yet
  bool over_ = false;
};

std::unique_ptr<NodeLink> dial(ApiBackend& backend, const PodTarget& target, NodeRequest::Kind kind,
                               std::uint16_t port) {
  auto asked = std::make_unique<NodeRequest>();
  asked->kind = kind;
  asked->pod = target.key();
  asked->uid = target.pod->metadata.uid;
  asked->port = port;
  return std::make_unique<NodeLink>(backend.dial_kubelet(target.node()), std::move(asked), target.address);
}

// The session, and a connection to the kubelet that shows whether it is there.
class PodForward final : public PortForwardListener, public std::enable_shared_from_this<PodForward> {
 public:
  PodForward(ApiBackend& backend, OpenStreams& streams, PodTarget target,
             std::shared_ptr<HttpResponder> responder)
      : backend_(backend), streams_(streams), target_(std::move(target)), responder_(std::move(responder)) {}

  void begin() {
    link_ = dial(backend_, target_, NodeRequest::Kind::kForward, 0);
    link_->on_answer = [this](const NodeAnswer& answer) { answered(answer.status); };
    link_->on_failure = [this](const std::string& why) {
      refuse(status_response(unreachable("error dialing backend: " + why)));
    };
    link_->on_frame = [](NodeFrame&) {};
    link_->on_lost = [this] {
      if (session_ != nullptr) session_->close();
      streams_.release(id_);
    };
    id_ = streams_.keep(shared_from_this());
  }

 private:
  void answered(const ApiStatus& status) {
    if (!status.ok())
      return refuse({status.code, {{"Content-Type", "text/plain; charset=utf-8"}}, status.message});
    // A client with which there is no agreement drops the function, and the ticket in it.
    responder_->port_forward([weak = weak_from_this(), ticket = streams_.ticket(id_)](auto session) {
      if (const auto self = weak.lock()) self->opened(std::move(session), ticket);
    });
  }

  void opened(std::shared_ptr<PortForward> session, std::shared_ptr<void> ticket) {
    session_ = std::move(session);
    ticket_ = std::move(ticket);
    session_->listen(weak_from_this());
  }

  void on_connection(std::shared_ptr<ForwardedConnection> connection) override {
    serve_port(backend_, streams_, target_, std::move(connection));
  }
  void on_gone() override { streams_.release(id_); }

  void refuse(HttpResponse answer) {
    responder_->answer(std::move(answer));
    streams_.release(id_);
  }

  ApiBackend& backend_;
  OpenStreams& streams_;
  OpenStreams::Id id_ = 0;
  const PodTarget target_;
  const std::shared_ptr<HttpResponder> responder_;
  std::unique_ptr<NodeLink> link_;
  std::shared_ptr<PortForward> session_;
  std::shared_ptr<void> ticket_;  // while it is held, this lives
};

}  // namespace

void serve_port(ApiBackend& backend, OpenStreams& streams, const PodTarget& target,
                std::shared_ptr<ForwardedConnection> client) {
  const std::uint16_t port = client->port();
  std::make_shared<PodPort>(streams, std::move(client))
      ->begin(dial(backend, target, NodeRequest::Kind::kPort, port));
}

void serve_forward(ApiBackend& backend, OpenStreams& streams, const Key& pod,
                   const std::shared_ptr<HttpResponder>& responder) {
  PodTarget target;
  ApiStatus status = find_pod(backend, pod, target);
  if (status.ok()) status = find_kubelet(backend, target);
  if (status.ok() && target.address.empty())
    status = bad_request("pod " + pod.name.str() + " does not have a host assigned");
  if (!status.ok()) return responder->answer(status_response(status));
  std::make_shared<PodForward>(backend, streams, std::move(target), responder)->begin();
}

}  // namespace podium
