// What both executors are made of beside their loops: processes on one EventQueue.
#pragma once

#include <string>
#include <string_view>

#include "runtime/env/process.h"
#include "runtime/queue/event_queue.h"

namespace podium {

// A process of a queue's executor. Destroying it kills it. REQUIRES: the queue outlives it, unless a
// pending task of the queue owns it.
class QueueProcess final : public Process {
 public:
  QueueProcess(EventQueue& queue, std::string name);
  ~QueueProcess() override;

  TimerId run_at(TimePoint when, Task task) override;
  bool cancel(TimerId timer) override;
  bool rearm(TimerId timer, TimePoint when) override;

  void kill() override;
  bool alive() const override;
  void pause() override;
  void resume() override;

  std::string_view name() const { return name_; }

 private:
  EventQueue& queue_;
  const ProcessIndex index_;
  const std::string name_;
};

// An executor's first base: the queue must exist before the Executor that points into it.
struct QueueOwner {
  explicit QueueOwner(EventQueueOptions options) : queue_(options) {}
  EventQueue queue_;
};

}  // namespace podium
