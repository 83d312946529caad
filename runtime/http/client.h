// A blocking HTTP client for one request to a server on this machine: what a command line needs.
#pragma once

#include <string>

#include "runtime/env/status.h"
#include "runtime/env/time.h"

namespace podium::http {

struct ClientRequest {
  std::string method = "GET";
  std::string url;        // "http://127.0.0.1:8001/podium/v1/clock"; an IPv4 address, or localhost
  std::string body;       // sent as JSON, if there is one
  Duration timeout{10s};  // for connecting, and for each wait for more of the response
};

struct ClientReply {
  int code = 0;
  std::string body;
};

// The response, whatever its code. Errors: kInvalid (not such a URL, or not a whole response),
// kUnavailable (nobody listens), kTimeout.
Result<ClientReply> fetch(const ClientRequest& request);

}  // namespace podium::http
