// What a drawn cluster runs: objects of users, as manifests, with what is expected of them at the end.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "runtime/env/random.h"

namespace podium::swarm {

using Json = nlohmann::ordered_json;

struct Workloads {
  std::vector<Json> manifests;                 // objects
  std::vector<Json> expectations;              // entries of `expect`
  std::vector<std::string> deployments, apps;  // names; all apps are chosen by the label app
};

// Some workloads of each kind, or none.
Workloads draw_workloads(Random random);

}  // namespace podium::swarm
