// Tunables of the attach/detach controller (kube-controller-manager's defaults).
#pragma once

#include "runtime/env/time.h"

namespace podium::controllers {

struct AttachDetachOptions {
  Duration attach = 2s;             // what the storage takes to bring a volume to a node
  Duration unmount_timeout = 6min;  // how long a node that does not answer is taken to use what it had
};

}  // namespace podium::controllers
