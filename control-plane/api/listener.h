// Serves the API server to components over a Transport: answers take their time, watches stream.
#pragma once

#include <memory>
#include <string>

#include "control-plane/api/api_server.h"
#include "runtime/env/transport.h"

namespace podium {

class Durability;

struct ListenerOptions {
  std::string endpoint = "apiserver";
  // From a request's arrival to its effect and answer: a read is served from memory, a write waits
  // for the store's disk.
  Duration read_time{1ms}, write_time{5ms};
  Durability* durability = nullptr;  // serves this server, and outlives the listener; null: in memory
};

// Lives in the API server's process: when that dies, connections break and watches end.
class ApiListener {
 public:
  ApiListener(Executor& executor, Transport& transport, std::string machine, ApiServer& server,
              ListenerOptions options = {});
  ~ApiListener();

 private:
  struct State;
  std::shared_ptr<State> state_;  // shared with nobody: answers that come late look whether it is there
};

}  // namespace podium
