// What a handler gets and gives: a request and a response, as values.
#pragma once

#include <string>

#include "runtime/http/headers.h"
#include "runtime/http/peer.h"
#include "runtime/http/url.h"

namespace podium::http {

struct Request {
  std::string method;  // "GET"; case counts
  std::string target;  // as sent: "/a%20b?c=d"
  std::string path;    // decoded: "/a b"
  Query query;         // decoded, in order
  Headers headers;
  std::string body;
  Peer peer;
};

struct Response {
  int status = 200;
  Headers headers;  // without Content-Length, Transfer-Encoding, Connection and Date: the server's own
  std::string body;
};

}  // namespace podium::http
