#include "scenarios/live/renewal.h"

#include <algorithm>
#include <ostream>

#include "runtime/http/reactor.h"
#include "runtime/real/real_executor.h"
#include "scenarios/live/kubeconfig.h"
#include "scenarios/live/live_server.h"
#include "scenarios/live/security.h"

namespace podium::live {
namespace {

// So often the folder is looked into, as by Kubernetes' API server (FileRefreshDuration of its certificates).
constexpr Duration kLook = 1min;
constexpr Duration kAtLeast = 1s;

}  // namespace

Renewal::Renewal(LiveServer& live, Security& security, KubeconfigFile& kubeconfig, std::ostream& out)
    : live_(live), security_(security), kubeconfig_(kubeconfig), out_(out) {
  wait();
}

void Renewal::wait() {
  const Duration due = security_.next_renewal() - RealExecutor().wall_now();
  live_.reactor().run_after(std::clamp(due, kAtLeast, kLook), [this] {
    look();
    wait();
  });
}

void Renewal::look() {
  const auto renewed = security_.renew(RealExecutor().wall_now());
  if (!renewed.ok()) {
    out_ << "The certificates were not renewed: " << renewed.error().message << std::endl;
    return;
  }
  if (renewed.value().server) {
    const Status replaced = live_.replace_tls(*security_.tls());
    out_ << (replaced.ok() ? "The server has a new certificate." : replaced.error().message) << std::endl;
  }
  if (!renewed.value().administrator) return;
  const Status written = kubeconfig_.renew(security_.administrator());
  if (written.ok())
    out_ << kubeconfig_.path() << " has a new certificate; copies of the former are good until it expires."
         << std::endl;
  else
    out_ << "The administrator has a new certificate, but " << written.error().message << "." << std::endl;
}

}  // namespace podium::live
