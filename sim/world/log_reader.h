// LogReader of SimContainerRuntime.
#pragma once

#include <map>
#include <vector>

#include "runtime/env/executor.h"
#include "sim/world/log_lines.h"

namespace podium::sim {

class SimLogReader;

// The open readers of one machine, told when something unforeseen happens to their container.
class LogReaders {
 public:
  void add(std::uint32_t container, SimLogReader& reader) { readers_[container].push_back(&reader); }
  void remove(std::uint32_t container, SimLogReader& reader);
  // The container was told to stop, or has exited.
  void changed(std::uint32_t container);
  void forgotten(std::uint32_t container);
  // Nobody reads any more, though readers may still be there.
  void clear();

 private:
  std::map<std::uint32_t, std::vector<SimLogReader*>> readers_;
};

class SimLogReader final : public LogReader {
 public:
  // `readers` and `os` outlive it, or it is cut() from them before; `container` and `main`, which may be
  // null, until that is forgotten.
  SimLogReader(Executor& os, LogReaders& readers, const ContainerRecord& container, const MainProcess* main,
               const LogQuery& query);
  ~SimLogReader() override;

  std::vector<LogLine> read(std::size_t bytes) override;
  bool ended() const override;

  // Something may have changed: whoever waits looks again.
  void wake();
  // The container is removed: that is the end.
  void container_gone();
  // The machine lost power, or the kubelet is gone: nothing will come.
  void cut();

 private:
  void plan();

  Executor* os_;         // null: cut
  LogReaders* readers_;  // null: the container is removed
  const ContainerRecord& container_;
  LogLines lines_;
  const TimePoint until_;  // kForever: follows
  bool waiting_ = false;
  TimerId timer_ = TimerId::kNone;
};

}  // namespace podium::sim
