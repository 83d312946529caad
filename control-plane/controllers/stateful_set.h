// Tunables of the StatefulSet controller (kube-controller-manager's defaults).
#pragma once

namespace podium::controllers {

struct StatefulSetOptions {
  int workers = 5;  // --concurrent-statefulset-syncs
};

}  // namespace podium::controllers
