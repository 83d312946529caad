// Asks the kubelets, one connection a question.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "control-plane/client/node_api.h"
#include "runtime/env/executor.h"

namespace podium {

class Scraper {
 public:
  // `on_use` gets each answer; who does not answer in time is not heard of.
  using OnUse = std::function<void(const Text& node, const NodeUse& use)>;
  Scraper(Executor& executor, Transport& transport, std::string machine, Duration timeout, OnUse on_use);
  ~Scraper();
  Scraper(const Scraper&) = delete;
  Scraper& operator=(const Scraper&) = delete;

  // Asks after a while. What is still outstanding from that node is given up.
  void ask(const Text& node, Duration delay);
  void forget(const Text& node) { close(node); }

 private:
  struct Question {
    std::unique_ptr<Connection> connection;  // null: not yet asked
    TimerId timer = TimerId::kNone;          // when to ask, and then until when to wait
  };

  void ask_now(const Text& node);
  void receive(const Text& node, const Message& message);
  void close(const Text& node);

  Executor& executor_;
  Transport& transport_;
  const std::string machine_;
  const Duration timeout_;
  const OnUse on_use_;
  std::map<Text, Question> questions_;
};

}  // namespace podium
