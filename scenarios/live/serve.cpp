#include "scenarios/live/serve.h"

#include <optional>
#include <ostream>

#include "runtime/http/reactor.h"
#include "scenarios/live/renewal.h"
#include "scenarios/live/signals.h"
#include "scenarios/live/storage.h"
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

// A server that listens everywhere is also here.
ServerAccess access_of(std::string url, const Security* security) {
  constexpr std::string_view kEverywhere = "//0.0.0.0:";
  const std::size_t at = url.find(kEverywhere);
  if (at != std::string::npos) url.replace(at, kEverywhere.size(), "//127.0.0.1:");
  return {.url = std::move(url),
          .credentials = security == nullptr ? http::ClientCredentials() : security->administrator()};
}

// Whoever has a copy of the kubeconfig of an earlier run should know that it is of no use any more.
void tell_of_other_authority(std::ostream& out, const ServeOptions& options, const ServerAccess& access) {
  const auto former = read_kubeconfig(options.kubeconfig);
  if (!former.ok() || former.value().credentials.authority.empty() || !options.live.tls) return;
  if (former.value().credentials.authority == access.credentials.authority) return;
  out << options.kubeconfig
      << " was of an earlier run, with another authority, and is written anew: copies of it do not work here."
      << std::endl;
}

}  // namespace

Status serve(Cluster& cluster, const ServeOptions& options, std::ostream& out) {
  const auto signals = EndSignals::hold();
  if (!signals.ok()) return signals.error();
  auto server = LiveServer::listen(cluster, options.live);
  if (!server.ok()) return server.error();
  LiveServer& live = *server.value();
  const ServerAccess access = access_of(live.url(), options.security);
  tell_of_other_authority(out, options, access);
  auto file = KubeconfigFile::write(options.kubeconfig, access);
  if (!file.ok()) return file.error();
  greet(out, options, live.url());
  std::optional<Renewal> renewal;
  if (options.live.tls) renewal.emplace(live, *options.security, file.value(), out);

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
