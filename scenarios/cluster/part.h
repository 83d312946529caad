// A program of the cluster: a process on a machine, and the component that lives in it.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "sim/engine/engine.h"
#include "sim/world/host.h"

namespace podium {

// Starts, ends and restarts one program. `build` makes the component in a fresh process; what it
// returns is destroyed when the process is dead, so it never talks from the grave.
class Part {
 public:
  using Build = std::function<std::shared_ptr<void>(Process&)>;

  Part(Engine& engine, sim::Host& host, std::string name, Build build)
      : engine_(engine), host_(host), name_(std::move(name)), build_(std::move(build)) {}
  ~Part() { stop(); }
  Part(const Part&) = delete;
  Part& operator=(const Part&) = delete;

  bool powered() const { return host_.machine.power() == sim::Power::kOn; }
  bool running() const { return process_ != nullptr && process_->alive(); }

  // REQUIRES: not running; the machine has power.
  void start() {
    process_ = engine_.start_process(name_);
    host_.machine.adopt(*process_);
    component_ = build_(*process_);
  }

  // Kills the process, as kill -9 does; its peers see their connections reset.
  void stop() {
    if (process_ == nullptr) return;
    if (process_->alive()) host_.machine.kill(*process_);
    component_ = nullptr;
    process_ = nullptr;
  }

 private:
  Engine& engine_;
  sim::Host& host_;
  std::string name_;
  Build build_;
  std::unique_ptr<Process> process_;
  std::shared_ptr<void> component_;
};

}  // namespace podium
