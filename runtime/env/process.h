// A process is an executor that can die: its crash drops every task it had scheduled, exactly as
// the death of a real process does. What it held outside (store, containers) stays.
#pragma once

#include <memory>
#include <string>

#include "runtime/env/executor.h"

namespace podium {

class Process : public Executor {
 public:
  using Executor::Executor;

  // Drops all pending tasks; later run_at calls are ignored and return TimerId::kNone.
  virtual void kill() = 0;
  virtual bool alive() const = 0;

  // Freezes the process as SIGSTOP does: tasks that come due wait, and run in order at resume().
  virtual void pause() = 0;
  virtual void resume() = 0;
};

// Starts processes on an executor's queue.
class ProcessTable {
 public:
  virtual ~ProcessTable() = default;
  virtual std::unique_ptr<Process> start_process(std::string name) = 0;
};

}  // namespace podium
