// Options of the disruption controller.
#pragma once

#include "runtime/env/time.h"

namespace podium::controllers {

struct DisruptionOptions {
  Duration deletion_timeout = 2min;  // an eviction that was granted and did not happen is forgotten then
};

}  // namespace podium::controllers
