// A component's way to the API server: typed requests over a connection that may be slow or cut.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "control-plane/client/api.h"
#include "runtime/env/random.h"

namespace podium {

// What a client may be told apart by, and how patient it is. Rates are requests a second (token
// bucket, as client-go's); 0 means unlimited.
struct ClientOptions {
  std::shared_ptr<const User> user;  // null: somebody of the API server's own, who may do everything
  std::string endpoint = "apiserver";
  double qps = 0;
  int burst = 0;
  Duration timeout = 60s;  // of a request that is not a watch
  // Of a cache, before it lists and watches again: client-go's reflector back-off, doubling, jittered.
  Duration reconnect_initial = 800ms, reconnect_max = 30s;
  Duration dead_peer_after =
      45s;  // silence on a connection with work outstanding: closed (HTTP/2: 30 s idle + 15 s ping)
};

using ApiReply = std::function<void(const ApiResponse&)>;

// One connection's worth of requests. All callbacks run as tasks of the executor given. A request
// that cannot be answered replies with code 504 (timeout) or 503 (no server), never not at all
// while the client lives. Not answered when the client is destroyed or its process dies.
class Client {
 public:
  Client(Executor& executor, Transport& transport, std::string machine, Random random,
         ClientOptions options = {});
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  // Sends `request` (its id is filled in) and calls `reply` once.
  void call(std::unique_ptr<ApiRequest> request, ApiReply reply);

  void get(const KindInfo& kind, Key key, ApiReply reply);
  void create(ObjectRef object, ApiReply reply);
  void update(ObjectRef object, ApiReply reply);         // all but status
  void update_status(ObjectRef object, ApiReply reply);  // status alone
  void remove(const KindInfo& kind, Key key, DeleteOptions options, ApiReply reply);
  void bind(const Key& pod, const Text& pod_uid, const Text& node, ApiReply reply);

  // Opens a watch. `on_event` gets every event until stop_watch; a broken connection is reported as
  // kError with code 503 and ends the watch. Returns its id.
  std::uint64_t watch(const KindInfo& kind, Selection selection, std::uint64_t resource_version,
                      std::function<void(const WatchEvent&)> on_event);
  void stop_watch(std::uint64_t id);

  Executor& executor();
  const ClientOptions& options() const;
  Random& random();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace podium
