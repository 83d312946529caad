// Podium's engine as the workloads see it: through the virtual methods of Executor.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>

#include "sim/engine/engine.h"

namespace podium::bench {

class EngineSim {
 public:
  using Timer = TimerId;

  // `in_process`: tasks belong to a process, which can be killed, and not to the engine itself.
  explicit EngineSim(bool in_process = false) {
    if (in_process) process_ = engine_.start_process("bench");
    executor_ = process_ ? static_cast<Executor*>(process_.get()) : &engine_;
  }

  template <class Callable>
  void after(std::int64_t delay, Callable&& callable) {
    executor_->run_after(Duration{delay}, std::forward<Callable>(callable));
  }
  template <class Callable>
  void arm(TimerId& timer, std::int64_t delay, Callable&& callable) {
    if (executor_->rearm(timer, executor_->now() + Duration{delay})) return;
    timer = executor_->run_after(Duration{delay}, std::forward<Callable>(callable));
  }
  void run_for(std::int64_t span) { engine_.run_for(Duration{span}); }

  Engine& engine() { return engine_; }

 private:
  Engine engine_;
  std::unique_ptr<Process> process_;
  Executor* executor_;
};

// Watchdogs by cancelling and scheduling anew.
class CancellingEngineSim : public EngineSim {
 public:
  using EngineSim::EngineSim;
  template <class Callable>
  void arm(TimerId& timer, std::int64_t delay, Callable&& callable) {
    engine().cancel(timer);
    timer = engine().run_after(Duration{delay}, std::forward<Callable>(callable));
  }
};

}  // namespace podium::bench
