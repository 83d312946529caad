// All programs of the cluster by name: "apiserver", "node-1/kubelet".
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "runtime/env/status.h"
#include "scenarios/cluster/part.h"

namespace podium {

class Parts {
 public:
  explicit Parts(Engine& engine) : engine_(engine) {}

  // Starts it, now and whenever its machine boots.
  void add(sim::Host& host, const std::string& name, Part::Build build);

  // Ends it for good. Nothing happens if there is none.
  void remove(const std::string& name);

  bool running(const std::string& name) const;  // false if there is none
  Status stop(const std::string& name);
  Status start(const std::string& name);
  // Kills it if it runs, and starts it again at once.
  void restart(const std::string& name);

 private:
  Result<Part*> find(const std::string& name) const;

  Engine& engine_;
  std::vector<std::unique_ptr<Part>> order_;  // of creation
  std::map<std::string, Part*> by_name_;
};

}  // namespace podium
