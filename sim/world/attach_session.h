// A client that joined the main process of a simulated container: sees what it writes from now on, and is
// read by it if the shell runs it.
#pragma once

#include <memory>

#include "runtime/env/remote_command.h"
#include "sim/world/container.h"
#include "sim/world/stream_table.h"

namespace podium::sim {

class MainProcess;

class AttachSession final : public RemoteCommandListener,
                            public ContainerStream,
                            public std::enable_shared_from_this<AttachSession> {
 public:
  // `log`: follows. `main` may be null: nobody reads. `os`, `table`, `container` and `main` outlive it.
  AttachSession(Executor& os, StreamTable& table, const ContainerRecord& container, MainProcess* main,
                CommandStreams streams, std::unique_ptr<LogReader> log,
                std::shared_ptr<RemoteCommand> client);

  // REQUIRES: the table keeps it.
  void begin();
  void container_ended() override;

 private:
  void on_stdin(std::string_view bytes) override;
  void on_stdin_end() override;
  void on_resize(TerminalSize) override {}
  void on_room() override { pump(); }
  void on_gone() override;
  void pump();
  void write(const LogLine& line);

  Executor& os_;
  StreamTable& table_;
  const ContainerRecord& container_;
  MainProcess* const main_;
  const CommandStreams streams_;
  std::unique_ptr<LogReader> log_;
  const std::shared_ptr<RemoteCommand> client_;
  bool over_ = false;
};

}  // namespace podium::sim
