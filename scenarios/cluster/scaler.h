// Who gives a simulated cloud's node groups their size: the cluster autoscaler, or Karpenter.
#pragma once

#include <memory>
#include <string>

#include "scenarios/cluster/options.h"

namespace podium {

// The program's name; empty: nobody does.
std::string scaler_name(const ClusterOptions& options);
// REQUIRES of both: somebody does.
UserRef scaler_user(const ClusterOptions& options);
std::shared_ptr<void> make_scaler(Process& process, Transport& transport, Chronicle& chronicle,
                                  CloudProvider& cloud, Random random, const ClusterOptions& options);

}  // namespace podium
