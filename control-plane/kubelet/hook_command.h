// The command of a lifecycle hook: nobody types to it, and only how it ends is of interest.
#pragma once

#include <functional>
#include <utility>

#include "runtime/env/remote_command.h"

namespace podium::kubelet {

class HookCommand final : public RemoteCommand {
 public:
  // `done` is called once, unless the kubelet goes before.
  explicit HookCommand(std::function<void(const CommandOutcome&)> done) : done_(std::move(done)) {}

  void listen(std::weak_ptr<RemoteCommandListener>) override {}
  bool write_stdout(std::string_view) override { return true; }
  bool write_stderr(std::string_view) override { return true; }
  std::size_t buffered() const override { return 0; }
  void consumed(std::size_t) override {}
  void finish(const CommandOutcome& outcome) override { done_(outcome); }

 private:
  const std::function<void(const CommandOutcome&)> done_;
};

}  // namespace podium::kubelet
