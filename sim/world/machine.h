// A computer: what it has, whether it has power, and the processes that live and die with it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "runtime/env/process.h"
#include "sim/world/network.h"
#include "sim/world/options.h"

namespace podium::sim {

struct MachineConfig {
  std::string name;
  std::int64_t cpu_milli = 4000;
  std::int64_t memory = 16LL << 30;  // bytes
  std::int64_t disk = 100LL << 30;   // bytes
  int slots = 110;                   // how many pods it may hold
  std::map<std::string, std::string> labels;
  std::string attached_to{Topology::kRootSwitch};
};

enum class Power : std::uint8_t { kOff, kBooting, kOn };

class Machine {
 public:
  // REQUIRES: `vertex` is the machine's in the network's topology. All references outlive it.
  Machine(MachineConfig config, VertexId vertex, Executor& executor, ProcessTable& processes,
          Network& network, MachineOptions options);

  const MachineConfig& config() const { return config_; }
  const std::string& name() const { return config_.name; }
  VertexId vertex() const { return vertex_; }
  std::string address() const;  // the machine's own IP

  Power power() const { return power_; }
  bool paused() const { return paused_; }
  bool running() const { return power_ == Power::kOn && !paused_; }
  int boots() const {
    return boots_;
  }  // grows with each power_off, so that "since the same boot" can be asked

  // At once and without goodbye: adopted processes are killed, connections go silent.
  void power_off();
  // Boots for boot_time, then calls the boot listeners. Nothing happens if it is on or booting.
  void power_on();
  // Freezes adopted processes and containers, as a hypervisor does; what came due runs at resume.
  void pause();
  void resume();

  // The operating system: what the machine does by itself runs here. REQUIRES: power is on.
  Process& os() { return *os_; }

  // `process` runs here: it is killed or frozen with the machine. Its owner calls release or kill
  // before destroying it, unless the machine lost power meanwhile.
  void adopt(Process& process);
  void release(Process& process);
  // Ends one process while the machine lives on: its peers see their connections reset.
  void kill(Process& process);

  // Listeners are called in order of registration.
  void on_power_off(std::function<void()> listener) { power_off_listeners_.push_back(std::move(listener)); }
  void on_boot(std::function<void()> listener) { boot_listeners_.push_back(std::move(listener)); }
  // Called before processes go on, with how long they stood still.
  void on_resume(std::function<void(Duration)> listener) { resume_listeners_.push_back(std::move(listener)); }

 private:
  void boot();

  MachineConfig config_;
  VertexId vertex_;
  Executor& executor_;
  ProcessTable& processes_;
  Network& network_;
  MachineOptions options_;
  Power power_ = Power::kOn;
  bool paused_ = false;
  int boots_ = 1;
  TimePoint paused_since_{};
  TimerId booting_ = TimerId::kNone;
  std::unique_ptr<Process> os_;
  std::vector<Process*> adopted_;
  std::vector<std::function<void()>> power_off_listeners_, boot_listeners_;
  std::vector<std::function<void(Duration)>> resume_listeners_;
};

}  // namespace podium::sim
