// `podium up --sim`: serves a simulated cluster to kubectl until Ctrl-C.
#pragma once

#include <iosfwd>
#include <string>

#include "runtime/env/status.h"
#include "scenarios/live/kubeconfig.h"
#include "scenarios/live/live_server.h"
#include "scenarios/live/security.h"

namespace podium::live {

struct ServeOptions {
  LiveOptions live;
  std::string kubeconfig = kDefaultKubeconfig;
  Security* security = nullptr;  // outlives the call. Null: plain HTTP
};

// Returns after SIGINT or SIGTERM, having removed the kubeconfig that it wrote, and nothing else. `out`
// is told where the server is. Errors are those of the start: the port, the kubeconfig.
Status serve(Cluster& cluster, const ServeOptions& options, std::ostream& out);

}  // namespace podium::live
