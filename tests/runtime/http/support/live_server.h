// A server on a free port, with the reactor that drives it: the test is the owner of both.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "runtime/http/server.h"

namespace podium::http {

class LiveServer {
 public:
  explicit LiveServer(Handler handler, ServerOptions options = {});

  // Polls until `done`, for ten seconds at most. Returns whether it came to be.
  bool run_until(const std::function<bool()>& done);
  // Polls for `span`, whatever happens.
  void run_for(Duration span);
  std::string url(const std::string& path) const { return server->url() + path; }

  Reactor reactor;
  std::unique_ptr<Server> server;
};

}  // namespace podium::http
