#include "runtime/http/server.h"

#include <cassert>
#include <vector>

#include "runtime/http/socket.h"

namespace podium::http {
namespace {

using Connections = std::map<std::uint64_t, std::shared_ptr<Connection>>;

// A copy to walk over while connections end and leave the map.
std::vector<std::shared_ptr<Connection>> all_of(const Connections& connections) {
  std::vector<std::shared_ptr<Connection>> all;
  for (const auto& [id, connection] : connections) all.push_back(connection);
  return all;
}

}  // namespace

Result<std::unique_ptr<Server>> Server::listen(Reactor& reactor, ServerOptions options, Handler handler) {
  std::shared_ptr<const TlsContext> tls;
  if (options.tls) {
    auto made = TlsContext::make(*options.tls);
    if (!made) return made.error();
    tls = std::move(made).value();
  }
  Result<Descriptor> listener = listen_on(options.address, options.port);
  if (!listener) return listener.error();
  return std::unique_ptr<Server>(new Server(reactor, std::move(options), std::move(handler),
                                            std::move(listener).value(), std::move(tls)));
}

Server::Server(Reactor& reactor, ServerOptions options, Handler handler, Descriptor listener,
               std::shared_ptr<const TlsContext> tls)
    : reactor_(reactor),
      options_(std::move(options)),
      handler_(std::move(handler)),
      listener_(std::move(listener)),
      port_(local_port(listener_)),
      context_{reactor_, options_, handler_, [this](std::uint64_t id) { connections_.erase(id); }},
      tls_(std::move(tls)) {
  reactor_.watch(listener_.number(), {.read = true}, [this](Reactor::Ready) { accept_all(); });
}

Server::~Server() {
  close();
  for (const auto& connection : all_of(connections_)) connection->close();
}

std::string Server::url() const {
  return (tls_ ? "https://" : "http://") + options_.address + ":" + std::to_string(port_);
}

Status Server::replace_tls(const TlsSettings& settings) {
  assert(tls_ != nullptr);
  auto made = TlsContext::make(settings);
  if (!made) return made.error();
  tls_ = std::move(made).value();
  return {};
}

std::unique_ptr<Transport> Server::transport(Accepted accepted) const {
  if (tls_) return tls_->transport(std::move(accepted.socket), std::move(accepted.address));
  return plain_transport(std::move(accepted.socket), std::move(accepted.address));
}

void Server::accept_all() {
  for (;;) {
    Accepted accepted = accept_from(listener_);
    if (accepted.kind == Accepted::Kind::kNobody) return;
    if (accepted.kind == Accepted::Kind::kExhausted) return pause_accepting();
    const std::uint64_t id = ++ids_;
    const auto connection = std::make_shared<Connection>(context_, transport(std::move(accepted)), id);
    connections_[id] = connection;
    connection->begin();
  }
}

// Those who wait stay in the kernel's queue; being told of them again and again would burn the time.
void Server::pause_accepting() {
  reactor_.change(listener_.number(), {});
  pause_ = reactor_.run_after(options_.accept_pause,
                              [this] { reactor_.change(listener_.number(), {.read = true}); });
}

void Server::close() {
  if (!listener_) return;
  reactor_.cancel(pause_);
  reactor_.forget(listener_.number());
  listener_.reset();
  for (const auto& connection : all_of(connections_)) connection->wind_down();
}

}  // namespace podium::http
