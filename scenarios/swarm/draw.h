// Draws whole scenarios from a seed: clusters, what runs on them, and what goes wrong, in sizes that run in a
// moment.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>

namespace podium::swarm {

// A scenario as scenarios/runner reads it: a safety phase with faults, a liveness phase without, all
// invariants, and what must be at the end. The same seed draws the same.
nlohmann::ordered_json draw(std::uint64_t seed);

// As the text of a scenario file.
std::string text_of(const nlohmann::ordered_json& scenario);

}  // namespace podium::swarm
