#include "scenarios/cluster/default_applications.h"

#include "control-plane/kubelet/runtime_config.h"

namespace podium {

void add_default_applications(sim::Applications& applications) {
  sim::AppModel init;
  init.name = "init container";
  init.labels = {{kubelet::kRoleLabel, kubelet::kInitRole}};
  sim::Exit exit;
  exit.after = {1s, 2s};
  exit.code = 0;
  init.exits = {exit};
  init.runs_command = true;
  applications.add(init);
}

}  // namespace podium
