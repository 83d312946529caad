// What makes an API server's writes durable, and says when what it tells may leave the process. A server
// without one is in memory: it answers at once, and costs nothing more.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "control-plane/client/api.h"
#include "runtime/env/task.h"

namespace podium {

class ApiServer;
class BackedStore;
class Store;

class Durability {
 public:
  using Reply = std::function<void(const ApiResponse&)>;

  virtual ~Durability() = default;

  virtual Store& store() = 0;  // the server's

  // The server that handles what comes from now on; null: it has gone, and who waits is told so.
  virtual void serve(ApiServer* server) = 0;
  // Everything but watches. Replies when the outcome is in the store, which may be before this returns;
  // the reply must pass release() on its way out of the process, as must everything read from the store.
  // REQUIRES: there is a server.
  virtual void handle(ApiRequest request, Reply reply) = 0;

  // Runs `task` when all is durable that it may tell of: at once if open(), else in the order of calls.
  virtual void release(Task task) = 0;
  virtual bool open() const = 0;
  // Whether nothing is on its way to the disk, and how far that has come: grows with what arrives there.
  virtual bool idle() const = 0;
  virtual std::uint64_t settled() const = 0;
};

struct DurabilityOptions {
  // Of a write that others get in the way of. Each costs a round trip; kube-apiserver goes on for as long as
  // the request may last.
  int tries = 20;
  Duration event_ttl = 1h;  // 0: the API server itself deletes old events
};

// As the store is kept: ahead of its disk, or following it.
std::unique_ptr<Durability> make_durability(BackedStore& store, DurabilityOptions options = {});

// Has the requests done one after another, whatever comes of each.
void handle_in_turn(Durability& durability, std::vector<ApiRequest> requests);

}  // namespace podium
