// One drawn scenario, run and judged; and the least of it that still fails.
#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace podium::swarm {

struct Verdict {
  std::vector<std::string> broken;  // sentences; empty: all held
  std::uint64_t events = 0, fingerprint = 0;
  bool held() const { return broken.empty(); }
};

// Runs a scenario. What cannot be read, which a drawn one always can, is broken, too.
Verdict try_out(const nlohmann::ordered_json& scenario, std::uint64_t seed);

// Leaves out what it can as long as the same stays broken, at most `tries` times. `tried` is told of each.
nlohmann::ordered_json shrink(nlohmann::ordered_json scenario, std::uint64_t seed, int tries,
                              const std::function<void()>& tried = nullptr);

}  // namespace podium::swarm
