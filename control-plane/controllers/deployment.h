// Tunables of the Deployment controller (kube-controller-manager's defaults).
#pragma once

namespace podium::controllers {

struct DeploymentOptions {
  int workers = 5;  // --concurrent-deployment-syncs
};

}  // namespace podium::controllers
