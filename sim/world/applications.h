// The models of what runs in this world. The first that matches a container is its model.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "sim/world/app_model.h"

namespace podium::sim {

class Applications {
 public:
  // Adds a model after those that are there. Containers that exist keep theirs.
  void add(AppModel model);

  // Never fails: the default model matches everything. It runs its command, or for ever. The reference lives
  // as long as this.
  const AppModel& model_for(const std::string& image, const std::map<std::string, std::string>& labels) const;

  // The exit that a container of `model` meets first, drawn anew; `run` counts from 1.
  struct Planned {
    Duration after{0};
    const Exit* exit = nullptr;
  };
  std::optional<Planned> plan_exit(const AppModel& model, int run, Random& random);

 private:
  std::vector<std::unique_ptr<const AppModel>> models_;
  const AppModel default_{.runs_command = true};
  std::set<const Exit*> spent_;  // exits that happen once and were given out
};

}  // namespace podium::sim
