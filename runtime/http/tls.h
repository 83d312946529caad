// TLS for a server: its certificate, and the authority whose clients it knows.
#pragma once

#include <memory>
#include <string>

#include "runtime/env/status.h"
#include "runtime/http/transport.h"

namespace podium::http {

// All PEM.
struct TlsSettings {
  std::string certificate, key;  // the server's; others of its chain may follow the certificate
  std::string client_authority;  // whose client certificates are accepted; empty: none is asked for
};

// TLS 1.2 and 1.3, HTTP/1.1 only. A client may show no certificate, but not a wrong one: that ends the
// handshake, as does one that is out of date, by the machine's clock.
class TlsContext {
 public:
  // Errors: kInvalid, saying which text is wrong.
  static Result<std::shared_ptr<const TlsContext>> make(const TlsSettings& settings);
  virtual ~TlsContext() = default;

  // The server's end of a connection. It keeps this context alive.
  virtual std::unique_ptr<Transport> transport(Descriptor socket, std::string address) const = 0;
};

}  // namespace podium::http
