// A command that somebody runs in a simulated container, on that client's streams.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "runtime/env/remote_command.h"
#include "sim/world/shell.h"
#include "sim/world/stream_table.h"
#include "sim/world/terminal.h"

namespace podium::sim {

class ExecSession final : public RemoteCommandListener,
                          public ContainerStream,
                          private Shell::Host,
                          private Terminal::Program,
                          public std::enable_shared_from_this<ExecSession> {
 public:
  // `os` and `table` outlive it.
  ExecSession(Executor& os, StreamTable& table, CommandStreams streams, ContainerView view,
              std::shared_ptr<RemoteCommand> client);

  // REQUIRES: the table keeps it; the command can be run (Shell::cannot_run).
  void begin(std::vector<std::string> command);
  void container_ended() override { ended(137); }

  // Told when the command has ended by itself. Set it before begin().
  std::function<void(int exit_code)> on_exit;

 private:
  // From the client.
  void on_stdin(std::string_view bytes) override;
  void on_stdin_end() override { shell_.input_end(); }
  void on_resize(TerminalSize) override {}  // no program here asks
  void on_room() override { settle(); }
  void on_gone() override;
  // From the shell.
  void write_out(std::string_view text) override;
  void write_err(std::string_view text) override;
  void ended(int exit_code) override;
  // From the terminal.
  void line(std::string_view text) override { shell_.input(text); }
  void end() override { shell_.input_end(); }
  void interrupt() override { shell_.interrupt(); }
  void echo(std::string_view text) override {
    if (!over_) client_->write_stdout(text);
  }

  void settle();

  Executor& os_;
  StreamTable& table_;
  const CommandStreams streams_;
  const std::shared_ptr<RemoteCommand> client_;
  Terminal terminal_;
  Shell shell_;
  std::size_t held_ = 0;  // bytes of input that the client may not replace yet
  bool over_ = false;
};

}  // namespace podium::sim
