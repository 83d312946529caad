// A connection to a port of a simulated container: speaks HTTP/1.1 as its application would.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "runtime/env/executor.h"
#include "runtime/env/port_forward.h"
#include "sim/world/behaviour.h"
#include "sim/world/stream_table.h"

namespace podium::sim {

class PortSession final : public ForwardedListener,
                          public ContainerStream,
                          public std::enable_shared_from_this<PortSession> {
 public:
  // What the application makes of a request for a path: its answer, and when that is ready.
  struct Served {
    Answer answer;
    TimePoint at{};
  };
  using Serve = std::function<Served(const std::string& path)>;

  // `os` and `table` outlive it. `name`: of the application, which its answers tell.
  PortSession(Executor& os, StreamTable& table, std::string name, Serve serve,
              std::shared_ptr<ForwardedConnection> client);

  // REQUIRES: the table keeps it.
  void begin() { client_->listen(weak_from_this()); }
  void container_ended() override { close(); }

 private:
  struct Request {
    std::string method, path;
    std::size_t size = 0;  // in bytes, with its body
    bool closes = false;   // the connection, after the answer
  };

  void on_bytes(std::string_view bytes) override;
  void on_end() override;
  void on_room() override {}
  void on_gone() override;

  std::optional<Request> next_request() const;
  void look();
  void answer(const Request& request, int status);
  void close();

  Executor& os_;
  StreamTable& table_;
  const std::string name_;
  const Serve serve_;
  const std::shared_ptr<ForwardedConnection> client_;
  std::string input_;
  bool busy_ = false, input_ended_ = false, over_ = false;
};

}  // namespace podium::sim
