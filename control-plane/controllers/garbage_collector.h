// Tunables of the garbage collector (kube-controller-manager's defaults).
#pragma once

#include <cstddef>

namespace podium::controllers {

struct GarbageCollectorOptions {
  int workers = 20;         // --concurrent-gc-syncs
  std::size_t batch = 500;  // dependents dealt with in one go
};

}  // namespace podium::controllers
