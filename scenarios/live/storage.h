// The durable side of a served cluster: the store that was asked for, read, and kept in step, on a queue
// of its own that the serving loop runs.
#pragma once

#include <iosfwd>
#include <memory>
#include <string>

#include "control-plane/api/durability.h"
#include "runtime/env/status.h"
#include "scenarios/live/store_spec.h"

namespace podium::custom {
class Catalogue;
}

namespace podium::live {

class Storage {
 public:
  // Blocks until all of it has been read. What happens to it later is told to `log`, which outlives it.
  // Errors: as open_store's; kTimeout if nobody answers; whatever makes the store useless.
  static Result<std::unique_ptr<Storage>> open(const StoreSpec& spec, std::ostream& log);
  // Waits until what was answered for is written.
  ~Storage();

  Durability& durability();
  // The newest time that is stored: an object's birth, a heartbeat, an event's. The beginning of time: none.
  TimePoint newest() const;
  bool exclusive() const;
  // The kinds that the stored definitions add: the cluster has to go on with these.
  const std::shared_ptr<custom::Catalogue>& catalogue() const;

  // Readable when there is something to run; nothing is due for until_next() either.
  int descriptor() const;
  Duration until_next();
  void run();
  // Why the store is of no more use; empty as long as it is.
  const std::string& lost() const;

 private:
  struct State;
  explicit Storage(std::unique_ptr<State> state);

  std::unique_ptr<State> state_;
};

}  // namespace podium::live
