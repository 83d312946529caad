#include "control-plane/gateway/pod_command.h"

#include <utility>

#include "control-plane/gateway/node_link.h"
#include "control-plane/gateway/status_json.h"

namespace podium {
namespace {

using Kind = NodeFrame::Kind;

// First the kubelet agrees, then the connection to the client turns into streams. What the kubelet sends
// before the client is ready waits here.
class PodCommand final : public RemoteCommandListener, public std::enable_shared_from_this<PodCommand> {
 public:
  PodCommand(OpenStreams& streams, std::shared_ptr<HttpResponder> responder, CommandStreams wishes)
      : streams_(streams), responder_(std::move(responder)), wishes_(wishes) {}

  void begin(std::unique_ptr<NodeLink> link) {
    link_ = std::move(link);
    link_->on_answer = [this](const NodeAnswer& answer) { answered(answer.status); };
    link_->on_failure = [this](const std::string& why) {
      refuse(status_response(unreachable("error dialing backend: " + why)));
    };
    link_->on_frame = [this](NodeFrame& frame) { receive(frame); };
    link_->on_lost = [this] {
      NodeFrame lost(Kind::kOutcome);
      lost.outcome = failed("error reading from the kubelet: EOF");
      receive(lost);
    };
    id_ = streams_.keep(shared_from_this());
  }

 private:
  void answered(const ApiStatus& status) {
    if (!status.ok())
      return refuse({status.code, {{"Content-Type", "text/plain; charset=utf-8"}}, status.message});
    // A client that never gets ready drops the function, and the ticket in it.
    responder_->command(wishes_, [weak = weak_from_this(), ticket = streams_.ticket(id_)](auto client) {
      if (const auto self = weak.lock()) self->opened(std::move(client), ticket);
    });
  }

  void opened(std::shared_ptr<RemoteCommand> client, std::shared_ptr<void> ticket) {
    client_ = std::move(client);
    ticket_ = std::move(ticket);
    client_->listen(weak_from_this());
    // What is there may end the command, which must not be while it is handed over.
    streams_.later([weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->catch_up();
    });
  }

  void catch_up() {
    ready_ = true;
    for (NodeFrame& frame : std::exchange(early_, {})) receive(frame);
  }

  void receive(NodeFrame& frame) {
    if (over_) return;
    if (!ready_) return early_.push_back(std::move(frame));
    if (frame.kind == Kind::kOutcome) return end(frame.outcome);
    if (frame.kind == Kind::kTaken) return client_->consumed(frame.taken);
    const bool error = frame.kind == Kind::kError;
    if (!error && frame.kind != Kind::kOutput) return;
    held_ += frame.bytes.size();
    if (!(error ? client_->write_stderr(frame.bytes) : client_->write_stdout(frame.bytes))) return;
    if (client_->buffered() < kNodeWindow) on_room();
  }

  // From the client.
  void on_stdin(std::string_view bytes) override { link_->send(node_bytes(Kind::kInput, bytes)); }
  void on_stdin_end() override { link_->send(node_end()); }
  void on_resize(TerminalSize size) override { link_->send(node_size(size)); }
  void on_room() override {
    if (held_ > 0) link_->send(node_taken(std::exchange(held_, 0)));
  }
  void on_gone() override {
    over_ = true;
    streams_.release(id_);
  }

  void refuse(HttpResponse answer) {
    responder_->answer(std::move(answer));
    streams_.release(id_);
  }

  void end(const CommandOutcome& outcome) {
    if (std::exchange(over_, true)) return;
    if (client_ != nullptr) client_->finish(outcome);
    streams_.release(id_);
  }

  OpenStreams& streams_;
  OpenStreams::Id id_ = 0;
  const std::shared_ptr<HttpResponder> responder_;
  const CommandStreams wishes_;
  std::unique_ptr<NodeLink> link_;
  std::shared_ptr<RemoteCommand> client_;
  std::shared_ptr<void> ticket_;  // while it is held, this lives
  std::vector<NodeFrame> early_;
  std::size_t held_ = 0;  // bytes that the kubelet may not replace yet
  bool ready_ = false, over_ = false;
};

}  // namespace

void serve_command(ApiBackend& backend, OpenStreams& streams, const Key& pod, bool runs,
                   const HttpRequest& request, const std::shared_ptr<HttpResponder>& responder) {
  PodTarget target;
  ApiStatus status = find_pod(backend, pod, target);
  if (status.ok()) status = choose_container(request.parameter("container"), target);
  if (status.ok()) status = find_kubelet(backend, target);
  if (status.ok() && target.address.empty())
    status = bad_request("pod " + pod.name.str() + " does not have a host assigned");
  auto asked = std::make_unique<NodeRequest>();
  for (const auto& [name, value] : request.query) {
    if (name == "command") asked->command.push_back(value);
  }
  if (status.ok() && runs && asked->command.empty())
    status = bad_request("you must specify at least 1 command for the container");
  if (!status.ok()) return responder->answer(status_response(status));
  asked->kind = runs ? NodeRequest::Kind::kExec : NodeRequest::Kind::kAttach;
  asked->pod = pod;
  asked->uid = target.pod->metadata.uid;
  asked->container = target.container;
  asked->streams = {.in = request.flag("stdin"),
                    .out = request.flag("stdout"),
                    .err = request.flag("stderr"),
                    .tty = request.flag("tty")};
  auto command = std::make_shared<PodCommand>(streams, responder, asked->streams);
  command->begin(
      std::make_unique<NodeLink>(backend.dial_kubelet(target.node()), std::move(asked), target.address));
}

}  // namespace podium
