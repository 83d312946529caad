// A simulated cloud: groups of machines that come when they are asked for, after a while, or fail to.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "runtime/env/chronicle.h"
#include "runtime/env/cloud_provider.h"
#include "sim/world/options.h"

namespace podium::sim {

// A group, how quickly its machines come and go, and what may go wrong.
struct CloudGroup {
  MachineGroup group;
  int size = 0;            // machines that are there from the beginning
  Span boot{180s, 240s};   // from asking until the machine is up (GCE: 3 to 4 minutes until Ready)
  Span removal{30s, 60s};  // from giving back until it is gone
  Span refusal{5s, 15s};   // until a machine that will not come is known to fail
  // Faults. Of machines asked for, each by itself.
  std::optional<int> stock;  // so many can exist at a time; more fail, out of stock
  std::optional<int> quota;  // the same, because the customer may have no more
  Ratio slow;                // come only after slow_boot
  Span slow_boot{20min, 30min};
  Ratio mute;  // come up, but nothing on them starts: they never report for work
};

// What the world does when a machine comes or goes.
struct CloudHooks {
  std::function<void(const std::string& machine, const MachineGroup& group, bool mute)> up;
  std::function<void(const std::string& machine)> down;
  std::function<bool(const std::string& machine)> exists;  // of any machine
};

class SimCloud final : public CloudProvider {
 public:
  // All references outlive it. Same seed and same calls: same machines.
  SimCloud(Executor& executor, Chronicle& chronicle, Random random, std::vector<CloudGroup> groups,
           CloudHooks hooks);

  // Brings up the machines that are there from the beginning.
  void begin();

  std::vector<MachineGroup> groups() const override;
  int target_size(const std::string& group) const override;
  std::vector<Instance> instances(const std::string& group) const override;
  std::string group_of(const std::string& machine) const override;
  bool exists(const std::string& machine) const override { return hooks_.exists(machine); }
  Status increase(const std::string& group, int by) override;
  Status remove(const std::string& group, const std::vector<std::string>& machines) override;

  // What machines have cost so far: each from coming up until it is gone. Millionths of a dollar.
  std::int64_t bill() const;

  // How much the cloud has of a group from now on; absent: as much as anybody wants. kNotFound.
  Status set_stock(const std::string& group, std::optional<int> stock);

 private:
  struct Machine {
    std::uint64_t number = 0;  // in its group, from 1
    Instance instance;
    bool doomed = false;               // will not come
    TimePoint up{};                    // since when; not set: it is not
    TimerId pending = TimerId::kNone;  // until it is up, or known to fail
  };
  struct Group {
    CloudGroup config;
    Random random;
    std::uint64_t last = 0;  // number given
    std::map<std::uint64_t, Machine> machines;
    std::int64_t billed = 0;  // for machines that are gone
  };

  Group* find(const std::string& name);
  const Group* find(const std::string& name) const;
  Machine& make(Group& group);
  void ask_for(Group& group, Machine& machine);
  std::optional<InstanceError> refusal(const Group& group) const;
  void come_up(Group& group, std::uint64_t number, bool mute);
  void give_back(Group& group, Machine& machine);
  void go(Group& group, std::uint64_t number);
  void tell(const std::string& machine, const std::string& what);

  Executor& executor_;
  Chronicle& chronicle_;
  CloudHooks hooks_;
  std::map<std::string, Group> groups_;
  std::map<std::string, std::pair<Group*, std::uint64_t>, std::less<>> owners_;  // by machine
};

}  // namespace podium::sim
