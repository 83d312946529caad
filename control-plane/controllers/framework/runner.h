// Carries out one controller's plans. Written once, for all controllers: the queue of roots without
// duplicates, workers, retries with back-off, slow start, waiting for own writes, wake-ups, events.
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <unordered_map>

#include "control-plane/client/recorder.h"
#include "control-plane/controllers/framework/caches.h"
#include "control-plane/controllers/framework/controller.h"
#include "control-plane/controllers/framework/observed.h"
#include "control-plane/controllers/framework/rate_limiter.h"

namespace podium::controllers {

struct RunnerOptions {
  BucketOptions retries;          // over all keys of a controller
  Duration unseen_expiry = 5min;  // own writes not seen by then are no longer waited for
};

class ControllerRunner final : private Wake, private Awaiting {
 public:
  // All references outlive it. REQUIRES: at its destruction, no task of the client's executor will run any
  // more (its process was killed, or the run is over).
  ControllerRunner(std::unique_ptr<Controller> controller, Caches& caches, Observed& observed, Client& client,
                   RunnerOptions options);
  ~ControllerRunner();

  const Controller& controller() const { return *controller_; }
  // A change of a kind that the controller watches, which the caches have already.
  void changed(const Object* before, const Object* after);
  // A kind that came at run time is in the caches.
  void kind_added(const KindInfo& kind) { controller_->kind_added(caches_, kind, *this); }
  // The caches are complete: work begins. What changed before is in the queue.
  void start();

 private:
  struct Work;
  enum class State : std::uint8_t { kIdle, kQueued, kWorking, kBlocked };
  // What is known of a root while there is something to know.
  struct Item {
    Key root;
    State state = State::kIdle;
    bool again = false;  // something changed while it could not run
    int failures = 0;    // in a row
    int unseen = 0;      // own writes that the caches do not show yet
    TimePoint wake_at = kForever;
    TimerId timer = TimerId::kNone;
    TimerId expiry = TimerId::kNone;
    std::unique_ptr<Failure> failure;
    std::shared_ptr<const Memory> memory;
    std::unique_ptr<Work> work;
  };
  struct KeyHash {
    std::size_t operator()(const Key& key) const {
      return std::hash<Text>()(key.name) * 31 + std::hash<Text>()(key.namespace_);
    }
  };

  // Wake.
  void now(const Key& root) override;
  void at(const Key& root, TimePoint when) override;
  void tell(Note note) override;
  // Awaiting.
  void seen(const Key& root) override;

  Item& item(const Key& root);
  void enqueue(Item& item);
  void set_timer(Item& item, TimePoint when);
  void post_pump();
  void pump();
  void process(Item& item);
  void reconcile(Item& item, const std::vector<ApiResponse>* answers);
  void ask(Item& item, std::vector<Question> questions);
  void carry_out(Item& item, Plan plan);
  void next_step(Item& item);
  void send_batch(Item& item);
  void send(Item& item, const Action& action);
  void answered(Item& item, const Action& action, const ApiResponse& response);
  void await_effect(Item& item, const Action& action, const ApiResponse& response);
  void finish(Item& item);
  void release(Item& item);

  std::unique_ptr<Controller> controller_;
  Caches& caches_;
  Observed& observed_;
  Client& client_;
  Executor& executor_;
  EventRecorder recorder_;
  RunnerOptions options_;
  Bucket retries_;
  bool started_ = false, pump_posted_ = false;
  int busy_ = 0;
  std::deque<Item*> queue_;
  std::unordered_map<Key, Item, KeyHash> items_;  // looked up only; items stay where they are
};

}  // namespace podium::controllers
