// Watches a running cluster for what is expected: looks whenever the store has changed, and at the
// edges of each window.
#pragma once

#include <vector>

#include "scenarios/runner/run.h"

namespace podium::scenario {

class Watchman {
 public:
  // Times of expectations count from `start`; the watch lasts `length`.
  Watchman(Cluster& cluster, TimePoint start, Duration length, const std::vector<Expectation>& expectations);

  // Lets the cluster run until `end`, looking on.
  void run_until(TimePoint end);

  // The verdicts. Call when all has run.
  std::vector<Judgement> judge();

 private:
  struct Watched {
    const Expectation* expectation;
    TimePoint from, to;
    bool decided = false, held = false;
    TimePoint since{};  // when it was decided
    std::string seen;
  };

  void look();
  void look(Watched& watched);  // REQUIRES: within its window
  TimePoint next_edge(TimePoint end) const;

  Cluster& cluster_;
  TimePoint start_;
  std::vector<Watched> watched_;
};

}  // namespace podium::scenario
