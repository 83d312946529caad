// A replica of a program that stands by until the Lease is its own, and acts from then on.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "control-plane/client/leader_election.h"
#include "control-plane/client/recorder.h"
#include "runtime/env/chronicle.h"
#include "runtime/env/process.h"

namespace podium {

class Elected {
 public:
  struct Candidate {
    Process& process;
    Transport& transport;
    Chronicle& chronicle;
    std::string machine;
    Random random;
  };
  // `act` makes what acts. `lost` is called when another may lead: the process has frozen by then, as one
  // that exits, and is to be killed and started anew. Lives in the candidate's process.
  Elected(Candidate candidate, LeaderElectionOptions options, ClientOptions client,
          std::function<std::shared_ptr<void>()> act, std::function<void()> lost);

 private:
  void lead(const std::function<std::shared_ptr<void>()>& act);
  void tell(const char* what);

  Candidate candidate_;
  const LeaderElectionOptions options_;
  Client client_;
  EventRecorder recorder_;
  std::shared_ptr<void> acting_;
  LeaderElection election_;
};

}  // namespace podium
