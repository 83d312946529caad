// Tunables of the EndpointSlice controller (kube-controller-manager's defaults).
#pragma once

#include <cstddef>

#include "runtime/env/time.h"

namespace podium::controllers {

struct EndpointSliceOptions {
  int workers = 5;                                     // --concurrent-service-endpoint-syncs
  std::size_t max_per_slice = 100;                     // --max-endpoints-per-slice
  Duration backoff_initial = 1s, backoff_max = 1000s;  // of a Service whose sync failed
};

}  // namespace podium::controllers
