// What can go wrong, written once for both worlds. A verb that a world cannot perform answers
// kUnsupported with a sentence for the user.
#pragma once

#include <string>

#include "runtime/env/random.h"
#include "runtime/env/status.h"
#include "runtime/env/time.h"

namespace podium {

class Chaos {
 public:
  virtual ~Chaos() = default;

  // Machines. Powering off loses running containers and processes; disks and images stay.
  virtual Status power_off(const std::string& machine) = 0;
  virtual Status power_on(const std::string& machine) = 0;
  virtual Status pause_machine(const std::string& machine) = 0;
  virtual Status resume_machine(const std::string& machine) = 0;

  // Node agents.
  virtual Status stop_kubelet(const std::string& machine) = 0;
  virtual Status start_kubelet(const std::string& machine) = 0;

  // Ends a container's main process with `exit_code` (137: SIGKILL).
  virtual Status kill_container(const std::string& machine, const std::string& container_id,
                                int exit_code) = 0;

  // Links between two machines. One-way: only messages from `from` to `to` suffer.
  virtual Status cut_link(const std::string& from, const std::string& to, bool one_way) = 0;
  virtual Status mend_link(const std::string& from, const std::string& to) = 0;
  struct Slowness {
    Duration latency{0}, jitter{0};  // added to each message
    Ratio loss{0, 1};                // of packets; the transport retransmits
  };
  virtual Status slow_link(const std::string& from, const std::string& to, Slowness slowness,
                           bool one_way) = 0;

  // Services of the cluster.
  virtual Status stop_api_server() = 0;
  virtual Status start_api_server() = 0;
  // "kube-scheduler", "kube-controller-manager": the replica on this machine.
  virtual Status stop_program(const std::string& machine, const std::string& program) = 0;
  virtual Status start_program(const std::string& machine, const std::string& program) = 0;
  virtual Status stop_registry() = 0;
  virtual Status start_registry() = 0;
};

}  // namespace podium
