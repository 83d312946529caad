// Something done to the cluster at a moment of a scenario: a fault, its mending, or a user's act. A file
// of acts/ is one verb (or a few that belong together).
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "scenarios/cluster/cluster.h"
#include "scenarios/runner/section.h"

namespace podium::scenario {

class Act {
 public:
  virtual ~Act() = default;
  // "power off node-2": for the timeline.
  virtual std::string told() const = 0;
  // Does it. `random` chooses where the scenario leaves a choice.
  virtual Status begin(Cluster& cluster, Random& random) = 0;
  // Whether `for:` may say how long it lasts. Then end() undoes it, once, and only if it had begun.
  virtual bool undoable() const { return false; }
  virtual Status end(Cluster&) { return Error{ErrorCode::kUnsupported, told() + " cannot be undone"}; }
  // The machines that it names, for the reader to check that they exist.
  virtual std::vector<std::string> machines() const { return {}; }
};

struct Verb {
  std::string_view name;  // "power-off"
  std::unique_ptr<Act> (*read)(const Section& section) = nullptr;
};

// A file exports `std::vector<Verb> <stem>_act()`. All of them, sorted by name:
const std::vector<Verb>& verbs();

// The act that a section's `do` names. Throws Mistake.
std::unique_ptr<Act> read_act(const Section& section);

}  // namespace podium::scenario
