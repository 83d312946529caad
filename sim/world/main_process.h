// The main process of a container whose command the simulated shell knows: it runs, and what it writes is the
// container's log.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/env/container_runtime.h"
#include "sim/world/shell.h"

namespace podium::sim {

class MainProcess final : private Shell::Host {
 public:
  // Told in the middle of what the process does.
  struct Told {
    std::function<void()> wrote;
    std::function<void(int exit_code)> ended;  // by itself
  };

  // `os` outlives it.
  MainProcess(Executor& os, Told told) : os_(os), told_(std::move(told)) {}

  // REQUIRES: the shell understands the words. Without `stdin_open` its input is at its end.
  void begin(ContainerView view, std::vector<std::string> words, bool stdin_open);
  void input(std::string_view text);
  void input_end();
  // It is killed, or has ended. Not from within what it tells.
  void stop() { shell_.reset(); }

  // All whole lines so far.
  const std::vector<LogLine>& lines() const { return lines_; }

 private:
  void write_out(std::string_view text) override { write(text, false); }
  void write_err(std::string_view text) override { write(text, true); }
  void ended(int exit_code) override;
  void write(std::string_view text, bool error);

  Executor& os_;
  const Told told_;
  std::unique_ptr<Shell> shell_;  // null: it does not run
  std::vector<LogLine> lines_;
  std::string begun_[2];  // lines without an end, of stdout and of stderr
};

// The command that is the container's process, if the shell understands it. Empty: what it does is for its
// model to say.
std::vector<std::string> command_of(const ContainerShape& shape);

}  // namespace podium::sim
