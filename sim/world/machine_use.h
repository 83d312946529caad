// What the containers and images of one machine use together, and when that leaves too little.
#pragma once

#include <functional>

#include "sim/world/container.h"
#include "sim/world/image_store.h"
#include "sim/world/machine.h"

namespace podium::sim {

// Use grows as the models say, so the moment when it is too much is computed, not looked for: a machine that
// can hold all that its containers may ever use costs nothing.
class MachineUse {
 public:
  // The machine's containers.
  class Users {
   public:
    virtual void each_running(const std::function<void(const ContainerRecord&)>& visit) const = 0;
    // The kernel kills this one, by its number.
    virtual void out_of_memory(std::uint32_t victim) = 0;

   protected:
    ~Users() = default;
  };

  // All references outlive it. Timers belong to the machine's operating system.
  MachineUse(Machine& machine, const ImageStore& images, Users& users);

  MachineStats stats() const;
  // As ContainerRuntime::watch_machine.
  void watch(const MachineFloor& floor, std::function<void()> scarce);
  void unwatch() { watch({}, nullptr); }

  // Told of each container that runs now, and of each that does so no more.
  void started(const ContainerRecord& container);
  void ended(const ContainerRecord& container);
  // Images came or went, or the clocks of containers were moved.
  void changed();
  void power_lost();

 private:
  // The most that containers may use: a sum, and how many know no bound.
  struct Most {
    std::int64_t bytes = 0;
    int boundless = 0;
    void count(std::optional<std::int64_t> most, int by);
    bool may_exceed(std::int64_t limit) const { return boundless > 0 || bytes > limit; }
  };
  struct Use {
    std::int64_t memory = 0, disk = 0;
  };

  void count(const ContainerRecord& container, int by);
  Use use_at_time(TimePoint when) const;
  bool scarce(const Use& use) const;
  bool exhausted(const Use& use) const;
  std::optional<std::uint32_t> victim() const;
  TimePoint next_event() const;
  void plan();
  void meet();

  Machine& machine_;
  const ImageStore& images_;
  Users& users_;
  Most memory_, disk_;
  MachineFloor floor_;
  std::function<void()> scarce_;
  TimerId timer_ = TimerId::kNone;
};

}  // namespace podium::sim
