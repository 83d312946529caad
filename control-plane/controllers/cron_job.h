// Tunables of the CronJob controller (kube-controller-manager's defaults).
#pragma once

#include "runtime/env/time.h"

namespace podium::controllers {

struct CronJobOptions {
  int workers = 5;         // --concurrent-cron-job-syncs
  Duration slack = 100ms;  // a time of the schedule is looked at so much later, for clocks that differ
};

}  // namespace podium::controllers
