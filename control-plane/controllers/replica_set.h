// Tunables of the ReplicaSet and the ReplicationController controller (kube-controller-manager's defaults).
#pragma once

namespace podium::controllers {

struct ReplicaSetOptions {
  int workers = 5;  // --concurrent-replicaset-syncs, --concurrent-rc-syncs
  int burst = 500;  // creates or deletes in one go
};

}  // namespace podium::controllers
