// Whole scenarios, run and judged, as plain rows.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "python/native/session.h"

namespace podium::python {

struct JudgementRow {
  std::string name, wanted, when, seen;
  bool held = false;
};

struct Run {
  std::vector<JudgementRow> judgements;
  std::vector<std::string> warnings;  // what the file says to no effect
  std::vector<std::string> troubles;  // acts that failed, a cluster that did not settle
  bool held = false;
  double virtual_time = 0;  // seconds from the cluster's start to the end
  double settled = 0;       // seconds from the cluster's start to when the steps began
  std::uint64_t fingerprint = 0;
  std::unique_ptr<Session> session;  // the cluster as the run left it
};

// Throws Failure if the file cannot be read as a scenario. `pause` is called every few virtual seconds;
// it may throw to stop there.
Run run_scenario(const std::string& file, std::uint64_t seed, const std::function<void()>& pause);

}  // namespace podium::python
