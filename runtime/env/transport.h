// Messages between named endpoints over connections that behave as TCP does: ordered, delivered
// once, delayed by latency and retransmission, silent while a link is cut, and broken in the end.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "runtime/env/executor.h"
#include "runtime/env/status.h"

namespace podium {

// What travels. The receiver knows the concrete types that its peer sends. In one address space the
// object itself is handed over; a transport that crosses machines encodes it.
class Message {
 public:
  virtual ~Message() = default;
  // Size on the wire in bytes, for links with a bandwidth. 0: too small to matter.
  virtual std::size_t wire_size() const { return 0; }
};

// One side of an open connection. Callbacks run as tasks of the executor it was opened with,
// carrying the sender's cause. Destroying it closes it, without calling on_close.
class Connection {
 public:
  virtual ~Connection() = default;

  // Hands `message` over; the transport keeps the order. Ignored once the connection is closed.
  virtual void send(std::unique_ptr<Message> message) = 0;
  // The peer sees on_close after what was sent before.
  virtual void close() = 0;

  std::function<void(std::unique_ptr<Message>)> on_message;
  // The peer closed, its process died, or the transport gave up. Called at most once.
  std::function<void(const Error&)> on_close;
};

class Transport {
 public:
  virtual ~Transport() = default;

  using Acceptor = std::function<void(std::unique_ptr<Connection>)>;

  // Accepts connections under `endpoint` ("apiserver", "node-3/kubelet") until `executor`'s process
  // dies or stop_listening. `machine` is where it runs: links are between machines.
  virtual void listen(std::string endpoint, std::string machine, Executor& executor, Acceptor accept) = 0;
  virtual void stop_listening(std::string_view endpoint) = 0;

  // Opens a connection from `machine` to `endpoint`. It may be used at once; what is sent before the
  // peer accepted waits. Nobody listening: on_close with kRefused; unreachable: kTimeout, later.
  virtual std::unique_ptr<Connection> connect(std::string machine, std::string_view endpoint,
                                              Executor& executor) = 0;
};

}  // namespace podium
