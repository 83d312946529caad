// Serves the API server to components over a Transport: answers take their time, watches stream.
#pragma once

#include <memory>
#include <string>

#include "control-plane/api/api_server.h"
#include "runtime/env/transport.h"

namespace podium {

struct ListenerOptions {
  std::string endpoint = "apiserver";
  // From a request's arrival to its effect and answer: a read is served from memory, a write waits
  // for the store's disk.
  Duration read_time{1ms}, write_time{5ms};
};

// Lives in the API server's process: when that dies, connections break and watches end.
class ApiListener {
 public:
  ApiListener(Executor& executor, Transport& transport, std::string machine, ApiServer& server,
              ListenerOptions options = {});
  ~ApiListener();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace podium
