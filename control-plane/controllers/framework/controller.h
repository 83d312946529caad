// What a controller is: a function from what is known to what shall be done about one object.
//
// A file <stem>.cpp of control-plane/controllers/ is a controller and exports
//   std::unique_ptr<Controller> <stem>_controller(const Settings& settings);
// Adding a controller is adding that file and its test.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "control-plane/controllers/framework/plan.h"
#include "control-plane/controllers/framework/settings.h"
#include "control-plane/controllers/framework/snapshot.h"

namespace podium::controllers {

// A change that a cache saw. At least one side is there.
struct Change {
  const Object* before = nullptr;
  const Object* after = nullptr;

  const Object& latest() const { return after != nullptr ? *after : *before; }
  bool of(const KindInfo& kind) const { return &latest().kind() == &kind; }
};

// Where a controller says which of its roots may need work, and tells what it saw.
class Wake {
 public:
  virtual ~Wake() = default;
  virtual void now(const Key& root) = 0;
  virtual void at(const Key& root, TimePoint when) = 0;
  virtual void tell(Note note) = 0;
};

// How the last attempt on the same root failed.
struct Failure {
  Verb verb = Verb::kGet;
  const KindInfo* kind = nullptr;
  std::string message;
};

// What else reconcile may know beside the snapshot.
struct Turn {
  TimePoint now{};
  const Failure* failure = nullptr;      // of the last attempt; null if it went well
  bool waiting = false;                  // a wake-up that an earlier plan asked for has not come yet
  std::shared_ptr<const Memory> memory;  // what the last plan that went well left; may be null
  const std::vector<ApiResponse>* answers =
      nullptr;  // to the questions of the plan just made, in their order
};

// How long a root that failed waits: doubling from `initial` to `max`.
struct Backoff {
  Duration initial = 5ms, max = 1000s;
};

class Controller {
 public:
  virtual ~Controller() = default;

  // "deployment-controller": names the work queue, and the source of its events.
  virtual std::string_view name() const = 0;
  virtual std::vector<const KindInfo*> watches() const = 0;
  // Whether it also watches every kind that is added at run time.
  virtual bool watches_custom_kinds() const { return false; }
  virtual std::vector<const Index*> indexes() const { return {}; }
  // Roots worked on at the same time.
  virtual int workers() const { return 5; }
  virtual Backoff backoff() const { return {}; }

  // Says which roots a change concerns, and notes what the snapshot alone will not tell later
  // (when a heartbeat was seen). The snapshot has the change already. Called for every change of a
  // watched kind, also before the first reconcile: must cost what changed, not what exists.
  virtual void observe(const Snapshot& snapshot, const Change& change, TimePoint now, Wake& wake) = 0;

  // A kind that was added at run time is complete: what concerns it can be told from now on. For those that
  // watch such kinds; costs what exists.
  virtual void kind_added(const Snapshot&, const KindInfo&, Wake&) {}

  // What to do about `root`. Pure: depends on its arguments and on what was observed, and changes
  // nothing. Not called again for a root before the effects of its plan are in the snapshot.
  virtual Plan reconcile(const Snapshot& snapshot, const Key& root, const Turn& turn) const = 0;
};

}  // namespace podium::controllers
