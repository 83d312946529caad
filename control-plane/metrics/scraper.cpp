#include "control-plane/metrics/scraper.h"

#include <utility>

namespace podium {

Scraper::Scraper(Executor& executor, Transport& transport, std::string machine, Duration timeout,
                 OnUse on_use)
    : executor_(executor),
      transport_(transport),
      machine_(std::move(machine)),
      timeout_(timeout),
      on_use_(std::move(on_use)) {}

Scraper::~Scraper() {
  for (const auto& [node, question] : questions_) executor_.cancel(question.timer);
}

void Scraper::ask(const Text& node, Duration delay) {
  close(node);
  questions_[node].timer = executor_.run_after(delay, [this, node] { ask_now(node); });
}

void Scraper::ask_now(const Text& node) {
  Question& question = questions_.at(node);
  question.connection = transport_.connect(machine_, kubelet_endpoint(node.view()), executor_);
  question.connection->on_message = [this, node](std::unique_ptr<Message> message) {
    receive(node, *message);
  };
  question.connection->on_close = [this, node](const Error&) { close(node); };
  question.timer = executor_.run_after(timeout_, [this, node] { close(node); });
  auto request = std::make_unique<NodeRequest>();
  request->kind = NodeRequest::Kind::kUse;
  question.connection->send(std::move(request));
}

void Scraper::receive(const Text& node, const Message& message) {
  if (const auto* use = dynamic_cast<const NodeUse*>(&message)) {
    on_use_(node, *use);
    close(node);
  } else if (!static_cast<const NodeAnswer&>(message).status.ok()) {
    close(node);
  }
}

void Scraper::close(const Text& node) {
  const auto found = questions_.find(node);
  if (found == questions_.end()) return;
  executor_.cancel(found->second.timer);
  // The connection that calls us must outlive the call.
  if (found->second.connection) executor_.post([gone = std::move(found->second.connection)] {});
  questions_.erase(found);
}

}  // namespace podium
