#include "control-plane/gateway/node_proxy.h"

#include <utility>

#include "control-plane/gateway/app_proxy.h"
#include "control-plane/gateway/node_link.h"
#include "control-plane/gateway/refusals.h"
#include "control-plane/objects/kinds/node.h"

namespace podium {
namespace {

// One question to a kubelet, and its page as the answer.
class NodePageCall final : public std::enable_shared_from_this<NodePageCall> {
 public:
  NodePageCall(OpenStreams& streams, ExchangeRef exchange)
      : streams_(streams), exchange_(std::move(exchange)) {}

  void begin(std::unique_ptr<NodeLink> link) {
    link_ = std::move(link);
    link_->on_answer = [this](const NodeAnswer& answer) {
      answer_.headers = {{"Content-Type", answer.content_type}};
      if (answer.status.ok()) return;
      answer_ = {answer.status.code, {{"Content-Type", "text/plain; charset=utf-8"}}, answer.status.message};
      finish();
    };
    link_->on_failure = [this](const std::string& why) {
      answer_ = unreachable_service(why);
      finish();
    };
    link_->on_frame = [this](const NodeFrame& frame) {
      answer_.body += frame.bytes;
      if (frame.kind == NodeFrame::Kind::kOutcome) finish();
    };
    link_->on_lost = [this] {
      answer_ = unreachable_service("EOF");
      finish();
    };
    id_ = streams_.keep(shared_from_this());
  }

 private:
  void finish() {
    if (std::exchange(over_, true)) return;
    exchange_->answer(std::move(answer_));
    streams_.release(id_);
  }

  OpenStreams& streams_;
  OpenStreams::Id id_ = 0;
  const ExchangeRef exchange_;
  HttpResponse answer_;
  std::unique_ptr<NodeLink> link_;
  bool over_ = false;
};

}  // namespace

void ask_kubelet(ApiBackend& backend, OpenStreams& streams, const ExchangeRef& exchange, std::string path) {
  if (exchange->request.method != "GET") return exchange->fail(method_not_allowed());
  const Text node = exchange->path.name;
  ApiRequest get;
  get.kind = &Node::info();
  get.key = {{}, node};
  const ApiResponse found = backend.read(get);
  if (!found.status.ok()) return exchange->fail(found.status);
  auto asked = std::make_unique<NodeRequest>();
  asked->kind = NodeRequest::Kind::kPage;
  asked->path = std::move(path);
  std::make_shared<NodePageCall>(streams, exchange)
      ->begin(std::make_unique<NodeLink>(backend.dial_kubelet(node), std::move(asked),
                                         kubelet_address(*as<Node>(found.object))));
}

}  // namespace podium
