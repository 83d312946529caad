// A scenario: a cluster, what runs on it, what happens to it, and what must come of that. A file.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "scenarios/cluster/cluster.h"
#include "scenarios/runner/act.h"
#include "scenarios/runner/condition.h"
#include "scenarios/runner/workload.h"
#include "sim/world/app_model.h"

namespace podium {
class MoreKinds;
}

namespace podium::scenario {

// An act at a time, counted from when everything runs ("settled").
struct Step {
  Duration at{0};
  std::optional<Duration> lasts;  // then it is undone
  std::unique_ptr<Act> act;
  std::string where;  // in which file and line, for what goes wrong
};

// Acts at random times: exponential gaps of mean `every`, within [from, to).
struct RandomSteps {
  Duration every{0};
  Window between;
  std::optional<Duration> lasts;
  std::function<std::unique_ptr<Act>()> act;  // one for each time: they may overlap
  std::string where;
};

// Something that must come true within a window, and may have to stay.
struct Expectation {
  enum class Kind { kWithin, kAlways, kNever, kAtEnd };
  Kind kind = Kind::kWithin;
  std::string name;
  Window window;  // counted from when everything runs
  std::unique_ptr<Condition> condition;
};

struct Scenario {
  std::string file, name, about;
  std::shared_ptr<const Document> document;  // what it was read from
  ClusterOptions cluster;
  std::vector<std::string> machines;  // beside the nodes: where clients are
  std::vector<sim::AppModel> applications;
  std::vector<std::pair<std::string, std::int64_t>> images;  // with their compressed sizes
  std::vector<std::string> missing_images;
  std::shared_ptr<MoreKinds> kinds;  // which some manifests may be of
  std::vector<Ref<Object>> manifests;
  std::vector<std::unique_ptr<Workload>> workloads;
  std::vector<Step> steps;
  std::vector<RandomSteps> random_steps;
  std::vector<Expectation> expectations;
  std::vector<std::string> invariants;  // by name
  std::unique_ptr<Condition> settled;   // the clock of steps starts when this holds
  Duration settle_limit{10min};
  Duration length{0};                 // of the safety phase, with faults
  Duration liveness{0};               // of the phase after it, without
  std::vector<std::string> warnings;  // of what it says and has no effect
};

// Reads a scenario. Files that it names are looked for beside it. Throws Mistake with what is wrong
// and where.
Scenario read_scenario(const std::string& file, const std::string& text);
Scenario load_scenario(const std::string& file);

// A scenario that only runs the manifests of a user's file on `nodes` workers, until all pods are Ready.
Scenario scenario_of_manifests(const std::string& file, int nodes);

// A file's whole text. Throws Mistake.
std::string read_file(const std::string& file);

}  // namespace podium::scenario
