#include "scenarios/live/serve.h"

#include <ostream>

#include "runtime/http/reactor.h"
#include "runtime/real/real_executor.h"
#include "scenarios/live/signals.h"
#include "scenarios/live/storage.h"
#include "scenarios/live/texts.h"

namespace podium::live {
namespace {

constexpr Duration kRenewalCheck = 1h;
constexpr Duration kPatience = 1s;  // with clients that do not read, at the end

void greet(std::ostream& out, const ServeOptions& options, const std::string& url) {
  out << "The cluster is at " << url << ", at " << speed_text(options.live.speed)
      << (options.live.paused ? ", paused" : "") << ".\n"
      << "  export KUBECONFIG=" << options.kubeconfig << "\n"
      << "  kubectl get nodes\n"
      << "Ctrl-C ends it." << std::endl;
}

// A server that listens everywhere is also here.
ServerAccess access_of(std::string url, const Security* security) {
  constexpr std::string_view kEverywhere = "//0.0.0.0:";
  const std::size_t at = url.find(kEverywhere);
  if (at != std::string::npos) url.replace(at, kEverywhere.size(), "//127.0.0.1:");
  return {.url = std::move(url),
          .credentials = security == nullptr ? http::ClientCredentials() : security->administrator()};
}

// Looks now and then whether the server's certificate is about to expire. What goes wrong is told, and tried
// again: the certificate at hand is still good for months.
void keep_certificate_fresh(LiveServer& live, Security& security, std::ostream& out) {
  live.reactor().run_after(kRenewalCheck, [&live, &security, &out] {
    const auto renewed = security.renew(RealExecutor().wall_now());
    if (!renewed.ok()) out << "The certificate was not renewed: " << renewed.error().message << std::endl;
    if (renewed.ok() && renewed.value()) {
      const Status replaced = live.replace_tls(*security.tls());
      if (!replaced.ok()) out << replaced.error().message << std::endl;
    }
    keep_certificate_fresh(live, security, out);
  });
}

}  // namespace

Status serve(Cluster& cluster, const ServeOptions& options, std::ostream& out) {
  const auto signals = EndSignals::hold();
  if (!signals.ok()) return signals.error();
  auto server = LiveServer::listen(cluster, options.live);
  if (!server.ok()) return server.error();
  LiveServer& live = *server.value();
  const auto file = KubeconfigFile::write(options.kubeconfig, access_of(live.url(), options.security));
  if (!file.ok()) return file.error();
  greet(out, options, live.url());
  if (options.live.tls) keep_certificate_fresh(live, *options.security, out);

  bool ended = false;
  const int descriptor = signals.value().descriptor();
  live.reactor().watch(descriptor, {.read = true},
                       [&](http::Reactor::Ready) { ended |= signals.value().take(); });
  const Storage* const storage = options.live.storage;
  while (!ended && (storage == nullptr || storage->lost().empty())) live.turn(Duration::max());
  live.reactor().forget(descriptor);
  if (!ended) return Error{ErrorCode::kInternal, "the store is lost: " + storage->lost()};
  out << "Ending." << std::endl;
  live.close(kPatience);
  return {};
}

}  // namespace podium::live
