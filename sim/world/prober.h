// The standing probes of one machine. Between changes of the application a probe costs nothing: the
// next tick that sees another result is computed, and only that is scheduled. So does a command that an exec
// probe runs: it is run again when files of its container have changed.
#pragma once

#include <compare>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "runtime/env/container_runtime.h"
#include "sim/world/command_result.h"
#include "sim/world/container.h"
#include "sim/world/machine.h"
#include "sim/world/pool.h"

namespace podium::sim {

// Runs the commands of exec probes. Nothing: the container's model says what becomes of that command.
class ProbeCommands {
 public:
  virtual std::optional<CommandResult> run_probe(const ContainerRecord& container,
                                                 const std::vector<std::string>& command) = 0;

 protected:
  ~ProbeCommands() = default;
};

// What probes of one template have in common, stored once for all machines.
struct ProbeSpec {
  ProbeConfig::Action action = ProbeConfig::Action::kHttpGet;
  bool https = false;
  int port = 0;
  std::string target;  // path, command or service
  std::vector<std::string> command;
  std::string host;  // empty: the pod's address
  Duration period{0}, timeout{0};
  auto operator<=>(const ProbeSpec&) const = default;
};

// A probe and what it reported last. Probes take no time, save where the answer is silence (the
// probe's time-out), and are not slowed by the load that requests make.
struct Probe {
  const ContainerRecord* container = nullptr;
  const ProbeSpec* spec = nullptr;
  TimePoint first{};                     // ticks are first + k * period
  std::optional<CommandResult> command;  // what its command does, until a file changes
  std::optional<Answer> last;
  TimePoint tick{};  // the tick to be reported next
  TimerId timer = TimerId::kNone;
  std::function<void(const ProbeResult&)> report;
};

// What the probe gets from its container at `at`, while that runs and nobody stops it.
Answer probe_answer(const Probe& probe, TimePoint at);

// The result in the words of Kubernetes.
ProbeResult probe_result(const Probe& probe, const Answer& answer);

class Prober {
 public:
  // All outlive it.
  Prober(Machine& machine, Pool<ProbeSpec>& specs, ProbeCommands& commands)
      : machine_(machine), specs_(specs), commands_(commands) {}

  // REQUIRES: the container runs, period > 0.
  ProbeId start(const ContainerRecord& container, const ProbeConfig& config,
                std::function<void(const ProbeResult&)> report);
  void stop(ProbeId probe);
  // The container's state or clock changed in a way that its model did not foresee.
  void reconsider(const ContainerRecord& container);
  // What commands see there has changed.
  void files_changed(const ContainerRecord& container);
  void stop_all(const ContainerRecord& container);
  void clear();

 private:
  void run_command(Probe& probe);
  void plan(std::uint64_t id, Probe& probe, TimePoint from);
  void fire(std::uint64_t id);
  Executor& executor() { return machine_.os(); }

  Machine& machine_;
  Pool<ProbeSpec>& specs_;
  ProbeCommands& commands_;
  // By container number * 2^32 + serial number: those of a container lie side by side.
  std::map<std::uint64_t, Probe> probes_;
  std::uint32_t last_ = 0;
};

}  // namespace podium::sim
