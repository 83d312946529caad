// Makes a Store durable that goes ahead of its DurableStore, which must be exclusive(): the Store numbers
// and applies writes at once, the gate commits them in the same order under the same numbers, and holds
// back what anybody could learn of them until they are durable. So nobody ever sees what a crash could
// take back, and handlers need not know of any of it.
//
// Everything that leaves the process passes the gate: answers to writes, answers to reads, watch events.
// It is open whenever nothing is on its way to the disk.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>

#include "control-plane/store/store.h"
#include "runtime/env/durable_store.h"
#include "runtime/env/task.h"

namespace podium {

class DurableGate {
 public:
  // Takes the writes of `store` from now on. What it holds now is durable, up to its revision; the
  // DurableStore has told the same revision last. `lost` is called once if a write cannot be made
  // durable: the gate stays closed then, and the process has to begin anew from what is on the disk.
  // Both stores outlive it; what is under way when it ends is answered to nobody.
  DurableGate(Store& store, DurableStore& durable, std::function<void(const std::string& why)> lost);
  ~DurableGate();
  DurableGate(const DurableGate&) = delete;
  DurableGate& operator=(const DurableGate&) = delete;

  // Runs `task` when everything is durable that the store holds now: at once if it is so, else later, in
  // the order of the calls.
  void when_durable(Task task);

  // Whether when_durable() would run a task at once.
  bool open() const { return waiting_.empty() && durable_ == store_.revision() && !failed_; }

  std::uint64_t durable() const { return durable_; }  // revision up to which everything is

 private:
  struct Waiting {
    std::uint64_t revision;
    Task task;
  };

  void take(const StoreChange& change);
  void take(std::uint64_t revision, const DurableOutcome& outcome);
  void fail(const std::string& why);

  Store& store_;
  DurableStore& disk_;
  std::function<void(const std::string&)> lost_;
  std::deque<Waiting> waiting_;
  std::uint64_t durable_;
  bool failed_ = false;
  std::shared_ptr<DurableGate*> self_ = std::make_shared<DurableGate*>(this);  // for replies that come late
};

}  // namespace podium
