// Holds a running cluster against invariants, change by change.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "control-plane/store/store.h"
#include "scenarios/runner/invariant.h"
#include "scenarios/runner/run.h"

namespace podium::scenario {

class Overseer {
 public:
  // From now on, the invariants of these names. REQUIRES: there are such; the cluster outlives it.
  Overseer(Cluster& cluster, const std::vector<std::string>& names);
  ~Overseer();
  Overseer(const Overseer&) = delete;
  Overseer& operator=(const Overseer&) = delete;

  // What became of each; `at_rest`: a liveness phase has passed. Times are told counted from `start`.
  std::vector<Judgement> judge(TimePoint start, bool at_rest);

 private:
  struct Held {
    const InvariantKind* kind;
    std::unique_ptr<Invariant> invariant;
    std::optional<TimePoint> broken_at;
    std::string seen;
  };
  void changed(Held& held, const StoreChange& change);

  Cluster& cluster_;
  std::vector<std::unique_ptr<Held>> held_;
  std::vector<Store::WatchId> watches_;
};

}  // namespace podium::scenario
