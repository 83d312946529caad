// As much of an API server as kubectl needs for one pod: exec and attach run processes of this machine,
// and port-forward reaches a service that echoes.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "runtime/streams/accept.h"
#include "tests/runtime/http/support/live_server.h"

namespace podium::streams {

class PodServer {
 public:
  explicit PodServer(StreamOptions options = {}, http::ServerOptions server = {});

  http::LiveServer live;

  // ---- What clients did. ----
  std::vector<std::string> requests;  // "GET /api/v1/...", in order
  std::vector<TerminalSize> sizes;    // of terminals
  std::size_t most_held = 0;          // bytes of an input that no process had taken
  std::size_t most_buffered = 0;      // bytes of output that no client had taken
  int running = 0;                    // commands
  int connections = 0;                // to forwarded ports

  // Whether WebSockets are spoken; if not, as by a proxy in between, they are refused.
  bool websockets = true;

  // The log that a client follows: what is left to write of it after its first line. It ends then.
  std::shared_ptr<http::Stream> log;
  std::size_t log_size = 0;
  void write_log();  // as much as there is room for

  // Keeps `thing` until release() of it.
  void keep(std::shared_ptr<void> thing);
  void release(const void* thing);  // in the reactor's next round

 private:
  void handle(const http::Request& request, const std::shared_ptr<http::Responder>& responder);
  void run(const http::Request& request, const std::shared_ptr<http::Responder>& responder);
  void forward(const http::Request& request, const std::shared_ptr<http::Responder>& responder);

  const StreamOptions options_;
  std::vector<std::shared_ptr<void>> kept_;
};

}  // namespace podium::streams
