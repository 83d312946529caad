// Limits how many requests are under way, by priority level, and is fair to the users of a level: they take
// turns. Where a store answers at once nothing is ever under way for long, and nobody waits; a store that
// writes to a disk or asks others lets writes pile up, and here is where they wait.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "control-plane/gateway/flow.h"
#include "runtime/env/executor.h"

namespace podium {

struct LimitOptions {
  // --max-requests-inflight and --max-mutating-requests-inflight together.
  int seats = 600;
  int queue_length = 50;        // requests of one user that may wait in a level
  Duration longest_wait = 15s;  // a quarter of --request-timeout
  int streams_per_user = 1000;  // watches and other streams that are open at a time
  std::size_t body_bytes = 3 << 20;
};

class FairQueues {
 public:
  FairQueues(Executor& executor, LimitOptions options);
  ~FairQueues();

  // What a request holds while it is under way; letting go of it lets the next one in. Null: it needs none.
  using Seat = std::shared_ptr<void>;
  // Calls one of these, now or later. `refuse` means 429.
  void enter(const AccessRequest& request, std::function<void(Seat)> start, std::function<void()> refuse);

  // One more open stream of that user; null if he has too many. Letting go of it closes it.
  Seat open_stream(const User& user);

  std::size_t waiting() const;

 private:
  struct Level;
  struct Shared;
  std::shared_ptr<Shared> shared_;  // seats may outlive the queues
};

}  // namespace podium
