// An HTTP/1.1 server, plain or over TLS: keep-alive, pipelining, chunked streams, gzip. No thread: it
// moves when the reactor is polled.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "runtime/env/status.h"
#include "runtime/http/connection.h"
#include "runtime/http/options.h"
#include "runtime/http/reactor.h"
#include "runtime/http/responder.h"

namespace podium::http {

class Server {
 public:
  // Listens. `reactor` outlives the server, and every responder and stream that it gave out. The error
  // says which port cannot be had, or which of the TLS texts is wrong.
  static Result<std::unique_ptr<Server>> listen(Reactor& reactor, ServerOptions options, Handler handler);
  // Cuts what is left of its connections.
  ~Server();

  std::uint16_t port() const { return port_; }
  std::string url() const;  // "http://127.0.0.1:8001", or "https://..."
  std::size_t connections() const { return connections_.size(); }

  // For the connections from now on: those at hand keep what they began with. Errors: kInvalid, and nothing
  // has changed. REQUIRES: it was made with TLS.
  Status replace_tls(const TlsSettings& settings);

  // Stops listening, ends streams, and closes each connection after the answer it waits for. Done when
  // connections() is 0, some polls later.
  void close();

 private:
  Server(Reactor& reactor, ServerOptions options, Handler handler, Descriptor listener,
         std::shared_ptr<const TlsContext> tls);

  void accept_all();
  void pause_accepting();
  std::unique_ptr<Transport> transport(Accepted accepted) const;

  Reactor& reactor_;
  const ServerOptions options_;
  const Handler handler_;
  Descriptor listener_;
  const std::uint16_t port_;
  const Connection::Context context_;
  std::shared_ptr<const TlsContext> tls_;  // null: plain
  std::uint64_t ids_ = 0;
  Reactor::TimerId pause_ = 0;
  std::map<std::uint64_t, std::shared_ptr<Connection>> connections_;
};

}  // namespace podium::http
