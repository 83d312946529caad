// An explanation for people.
#pragma once

#include <string>

#include "scenarios/explain/explanation.h"
#include "scenarios/report/text.h"

namespace podium::explain {

struct TextOptions {
  std::size_t most_nodes = 20;  // of each part of the answer; 0: all
  bool colours = false;
};

// A line with the answer; then the nodes that fit, the best first, with each plugin's raw, normalised and
// weighted score; then those that do not, and which filters say why; then what preemption would do.
std::string to_text(const Explanation& explanation, const ClusterState& state, const TextOptions& options);

}  // namespace podium::explain
