// Tunables of the Endpoints controller (kube-controller-manager's defaults).
#pragma once

#include <cstddef>

#include "runtime/env/time.h"

namespace podium::controllers {

struct EndpointsOptions {
  int workers = 5;
  std::size_t capacity = 1000;  // addresses; more are cut off, and an annotation says so
  // An object that is cut off anyway is brought up to date this often, not with every pod.
  Duration crowded_period = 1s;
  std::size_t crowded_slices = 11;  // as many slices make a Service crowded
};

}  // namespace podium::controllers
