// Runs a scenario and judges it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "scenarios/runner/scenario.h"

namespace podium::scenario {

// What became of one expectation.
struct Judgement {
  std::string name, wanted, when, seen;
  bool held = false;
};

// What a run left behind. The cluster stays, to look at.
struct Outcome {
  std::unique_ptr<Cluster> cluster;
  std::vector<Judgement> judgements;
  std::vector<std::string> troubles;  // acts that failed, a cluster that did not settle
  TimePoint settled{};                // when the clock of steps began
  Duration virtual_time{0};
  double wall_seconds = 0;
  std::uint64_t events = 0, fingerprint = 0;

  bool held() const;
  // What a process that ran this exits with: 0 held; 1 an expectation did not hold; 2 the liveness phase
  // did not end well; 3 the run itself failed.
  int exit_code() const;
  bool safety_held = true, liveness_held = true;
};

struct RunOptions {
  std::uint64_t seed = 1;
  bool shuffle_ties = false;
  bool all_invariants = false;  // also those that the scenario does not ask for
  bool acts_may_fail = false;   // of a scenario that nobody wrote: no trouble if an act is impossible
  // Called now and then with what is under way: "settling", "running", and the virtual time so far.
  std::function<void(const std::string& phase, Duration so_far, Duration of)> progress;
  // Called when the cluster is there and nothing has run yet.
  std::function<void(Cluster&)> prepared;
};

Outcome run(Scenario& scenario, const RunOptions& options = {});

}  // namespace podium::scenario
