// A blocking HTTP client for one request, plain or over TLS: what a command line needs.
#pragma once

#include <string>

#include "runtime/env/status.h"
#include "runtime/env/time.h"

namespace podium::http {

// Each may be empty. The certificates and the key are PEM.
struct ClientCredentials {
  std::string authority;         // that signed the server's certificate; empty: one the machine trusts
  std::string certificate, key;  // the client's own
  std::string token;             // a bearer token
};

struct ClientRequest {
  std::string method = "GET";
  std::string url;        // "http://127.0.0.1:8001/podium/v1/clock", "https://..."
  std::string body;       // sent as JSON, if there is one
  Duration timeout{10s};  // for the whole exchange
  ClientCredentials credentials;
};

struct ClientReply {
  int code = 0;
  std::string body;
};

// The response, whatever its code. Errors: kInvalid (not such a URL, or not a whole response),
// kUnavailable (nobody listens, or the handshake fails), kTimeout, kRefused (a certificate is not believed).
Result<ClientReply> fetch(const ClientRequest& request);

}  // namespace podium::http
