#include "sim/world/machine.h"

#include <algorithm>
#include <utility>

#include "sim/world/address.h"

namespace podium::sim {

Machine::Machine(MachineConfig config, VertexId vertex, Executor& executor, ProcessTable& processes,
                 Network& network, MachineOptions options)
    : config_(std::move(config)),
      vertex_(vertex),
      executor_(executor),
      processes_(processes),
      network_(network),
      options_(options),
      os_(processes.start_process("machine/" + config_.name)) {}

std::string Machine::address() const { return to_string(machine_address(vertex_)); }

void Machine::power_off() {
  if (power_ == Power::kOff) return;
  executor_.cancel(std::exchange(booting_, TimerId::kNone));
  power_ = Power::kOff;
  paused_ = false;
  ++boots_;
  for (Process* process : std::exchange(adopted_, {})) process->kill();
  os_->kill();
  network_.set_silent(vertex_, true);
  network_.machine_lost(vertex_);
  for (const auto& listener : power_off_listeners_) listener();
}

void Machine::power_on() {
  if (power_ != Power::kOff) return;
  power_ = Power::kBooting;
  booting_ = executor_.run_after(options_.boot_time, [this] { boot(); });
}

void Machine::boot() {
  booting_ = TimerId::kNone;
  power_ = Power::kOn;
  os_ = processes_.start_process("machine/" + config_.name);
  network_.set_silent(vertex_, false);
  for (const auto& listener : boot_listeners_) listener();
}

void Machine::pause() {
  if (!running()) return;
  paused_ = true;
  paused_since_ = executor_.now();
  for (Process* process : adopted_) process->pause();
  os_->pause();
  network_.set_silent(vertex_, true);
}

void Machine::resume() {
  if (!paused_) return;
  paused_ = false;
  network_.set_silent(vertex_, false);
  for (const auto& listener : resume_listeners_) listener(executor_.now() - paused_since_);
  os_->resume();
  for (Process* process : adopted_) process->resume();
}

void Machine::adopt(Process& process) {
  adopted_.push_back(&process);
  if (paused_) process.pause();
}

void Machine::release(Process& process) { std::erase(adopted_, &process); }

void Machine::kill(Process& process) {
  release(process);
  process.kill();
  network_.process_died(process);
}

}  // namespace podium::sim
