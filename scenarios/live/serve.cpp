#include "scenarios/live/serve.h"

#include <ostream>

#include "runtime/http/reactor.h"
#include "scenarios/live/signals.h"
#include "scenarios/live/texts.h"

namespace podium::live {
namespace {

constexpr Duration kPatience = 1s;  // with clients that do not read, at the end

void greet(std::ostream& out, const ServeOptions& options, const std::string& url) {
  out << "The cluster is at " << url << ", at " << speed_text(options.live.speed)
      << (options.live.paused ? ", paused" : "") << ".\n"
      << "  export KUBECONFIG=" << options.kubeconfig << "\n"
      << "  kubectl get nodes\n"
      << "Ctrl-C ends it." << std::endl;
}

}  // namespace

Status serve(Cluster& cluster, const ServeOptions& options, std::ostream& out) {
  const auto signals = EndSignals::hold();
  if (!signals.ok()) return signals.error();
  auto server = LiveServer::listen(cluster, options.live);
  if (!server.ok()) return server.error();
  LiveServer& live = *server.value();
  const auto file = KubeconfigFile::write(options.kubeconfig, live.url());
  if (!file.ok()) return file.error();
  greet(out, options, live.url());

  bool ended = false;
  const int descriptor = signals.value().descriptor();
  live.reactor().watch(descriptor, {.read = true},
                       [&](http::Reactor::Ready) { ended |= signals.value().take(); });
  while (!ended) live.turn(Duration::max());
  live.reactor().forget(descriptor);
  out << "Ending." << std::endl;
  live.close(kPatience);
  return {};
}

}  // namespace podium::live
