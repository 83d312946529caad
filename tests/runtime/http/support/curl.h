// curl as a child process, while the server runs in this one.
#pragma once

#include <string>
#include <vector>

#include "tests/runtime/http/support/live_server.h"

namespace podium::http {

class Curl {
 public:
  // Starts `curl --silent ARGUMENTS`.
  Curl(LiveServer& live, std::vector<std::string> arguments);
  Curl(const Curl&) = delete;
  Curl& operator=(const Curl&) = delete;
  ~Curl();

  // Runs the server until curl has ended. Returns its exit code.
  int wait();
  // Ends curl as Ctrl-C would.
  void interrupt();
  const std::string& output() const { return output_; }
  bool ended() const { return !pipe_; }

 private:
  void read_output();

  LiveServer& live_;
  Descriptor pipe_;  // from curl's standard output; closed when curl has ended
  int process_ = 0;
  std::string output_;
};

// Runs curl to its end and returns what it printed. REQUIRES that it succeeds.
std::string curl(LiveServer& live, std::vector<std::string> arguments);

}  // namespace podium::http
