// A cluster in virtual time behind a real port: the loop that interleaves sockets and simulation.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "runtime/env/status.h"
#include "runtime/http/tls.h"
#include "runtime/real/pacer.h"
#include "scenarios/cluster/cluster.h"

namespace podium::http {
class Reactor;
}

namespace podium::live {

class Storage;

struct LiveOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;                // 0: any free one
  std::optional<http::TlsSettings> tls;  // nothing: plain HTTP, and nobody is asked who they are
  Speed speed;
  bool paused = false;
  Storage* storage = nullptr;  // the cluster's; outlives the server. Null: it is in memory
  // By how much virtual time may run ahead of a write that is on its way to the disk.
  Duration ahead{100ms};
  Duration slice{20ms};  // of wall time, for which clients may have to wait when there is much to simulate
};

class LiveServer {
 public:
  // Listens at once; virtual time begins to run with the first turn(). `cluster` must outlive it.
  // Errors: kExists (the port is in use), kInvalid, kUnavailable.
  static Result<std::unique_ptr<LiveServer>> listen(Cluster& cluster, const LiveOptions& options);
  ~LiveServer();

  std::string url() const;
  // As http::Server::replace_tls().
  Status replace_tls(const http::TlsSettings& settings);
  // For descriptors of the owner's.
  http::Reactor& reactor();

  // Runs what is due, then serves clients, for whom it waits until something is due but no longer than
  // `max_wait`.
  void turn(Duration max_wait);
  // Takes no more clients, ends watches, answers what was asked. Blocks up to `patience` for clients
  // that do not read.
  void close(Duration patience);

 private:
  struct State;
  explicit LiveServer(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace podium::live
