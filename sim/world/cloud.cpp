#include "sim/world/cloud.h"

#include <algorithm>

namespace podium::sim {
namespace {

Error unknown_group(const std::string& name) {
  return {ErrorCode::kNotFound, "there is no group of machines named " + name};
}

// In whole seconds, as clouds bill.
std::int64_t cost(const MachineShape& shape, TimePoint up, TimePoint now) {
  return up == TimePoint{} ? 0 : shape.price * ((now - up) / 1s) / 3600;
}

bool counts(const Instance& instance) { return instance.state != InstanceState::kDeleting; }

}  // namespace

SimCloud::SimCloud(Executor& executor, Chronicle& chronicle, Random random, std::vector<CloudGroup> groups,
                   CloudHooks hooks)
    : executor_(executor), chronicle_(chronicle), hooks_(std::move(hooks)) {
  for (CloudGroup& group : groups) {
    const std::string name = group.group.name;
    groups_.emplace(name, Group{std::move(group), random.fork(name)});
  }
}

void SimCloud::begin() {
  for (auto& [name, group] : groups_) {
    for (int i = 0; i < group.config.size; ++i) come_up(group, make(group).number, false);
  }
}

SimCloud::Group* SimCloud::find(const std::string& name) {
  const auto found = groups_.find(name);
  return found == groups_.end() ? nullptr : &found->second;
}

const SimCloud::Group* SimCloud::find(const std::string& name) const {
  const auto found = groups_.find(name);
  return found == groups_.end() ? nullptr : &found->second;
}

std::vector<MachineGroup> SimCloud::groups() const {
  std::vector<MachineGroup> all;
  for (const auto& [name, group] : groups_) all.push_back(group.config.group);
  return all;
}

int SimCloud::target_size(const std::string& name) const {
  const Group* group = find(name);
  if (group == nullptr) return 0;
  return static_cast<int>(std::count_if(group->machines.begin(), group->machines.end(),
                                        [](const auto& entry) { return counts(entry.second.instance); }));
}

std::vector<Instance> SimCloud::instances(const std::string& name) const {
  std::vector<Instance> all;
  const Group* group = find(name);
  if (group == nullptr) return all;
  for (const auto& [number, machine] : group->machines) all.push_back(machine.instance);
  return all;
}

std::string SimCloud::group_of(const std::string& machine) const {
  const auto found = owners_.find(machine);
  return found == owners_.end() ? "" : found->second.first->config.group.name;
}

SimCloud::Machine& SimCloud::make(Group& group) {
  Machine& machine = group.machines[++group.last];
  machine.number = group.last;
  machine.instance.name = group.config.group.name + "-" + std::to_string(group.last);
  owners_[machine.instance.name] = {&group, machine.number};
  return machine;
}

Status SimCloud::increase(const std::string& name, int by) {
  Group* group = find(name);
  if (group == nullptr) return unknown_group(name);
  if (by <= 0) return Error{ErrorCode::kInvalid, "a group grows by 1 or more, not by " + std::to_string(by)};
  const int wanted = target_size(name) + by;
  if (wanted > group->config.group.max)
    return Error{ErrorCode::kInvalid, "size increase too large - desired:" + std::to_string(wanted) +
                                          " max:" + std::to_string(group->config.group.max)};
  for (int i = 0; i < by; ++i) ask_for(*group, make(*group));
  return {};
}

// Draws the machine's fate. Each draw is made, whatever the others say, so that one fault does not change
// what becomes of the machines after.
void SimCloud::ask_for(Group& group, Machine& machine) {
  const CloudGroup& config = group.config;
  const Duration normal = draw(group.random, config.boot), late = draw(group.random, config.slow_boot);
  const Duration refused_after = draw(group.random, config.refusal);
  const bool slow = group.random.chance(config.slow), mute = group.random.chance(config.mute);
  const std::uint64_t number = machine.number;
  if (std::optional<InstanceError> error = refusal(group)) {
    machine.doomed = true;
    machine.pending = executor_.run_after(refused_after, [this, &group, number, error = std::move(error)] {
      Machine& failed = group.machines.at(number);
      failed.pending = TimerId::kNone;
      failed.instance.error = error;
      tell(failed.instance.name, "cannot be had: " + error->message);
    });
    return;
  }
  machine.pending = executor_.run_after(slow ? late : normal,
                                        [this, &group, number, mute] { come_up(group, number, mute); });
}

// The machine asked for last is counted already.
std::optional<InstanceError> SimCloud::refusal(const Group& group) const {
  const auto having = std::count_if(group.machines.begin(), group.machines.end(),
                                    [](const auto& entry) { return !entry.second.doomed; });
  const std::string& name = group.config.group.name;
  if (group.config.quota && having > *group.config.quota)
    return InstanceError{true, "QUOTA_EXCEEDED",
                         "the quota of " + name + " is " + std::to_string(*group.config.quota) + " machines"};
  if (group.config.stock && having > *group.config.stock)
    return InstanceError{true, "STOCKOUT", "there are no more machines of " + name + " in stock"};
  return std::nullopt;
}

void SimCloud::come_up(Group& group, std::uint64_t number, bool mute) {
  Machine& machine = group.machines.at(number);
  machine.pending = TimerId::kNone;
  machine.instance.state = InstanceState::kRunning;
  machine.up = executor_.now();
  tell(machine.instance.name, mute ? "up, but mute" : "up");
  hooks_.up(machine.instance.name, group.config.group, mute);
}

Status SimCloud::remove(const std::string& name, const std::vector<std::string>& machines) {
  Group* group = find(name);
  if (group == nullptr) return unknown_group(name);
  for (const std::string& machine : machines) {
    if (group_of(machine) != name)
      return Error{ErrorCode::kNotFound, machine + " is no machine of the group " + name};
  }
  for (const std::string& machine : machines)
    give_back(*group, group->machines.at(owners_.at(machine).second));
  return {};
}

void SimCloud::give_back(Group& group, Machine& machine) {
  if (machine.instance.state == InstanceState::kDeleting) return;
  executor_.cancel(std::exchange(machine.pending, TimerId::kNone));
  const bool was_up = machine.instance.state == InstanceState::kRunning;
  machine.instance.state = InstanceState::kDeleting;
  machine.instance.error.reset();
  tell(machine.instance.name, "is given back");
  const Duration after = was_up ? draw(group.random, group.config.removal) : Duration{0};
  executor_.run_after(after, [this, &group, number = machine.number] { go(group, number); });
}

void SimCloud::go(Group& group, std::uint64_t number) {
  const auto found = group.machines.find(number);
  const std::string name = found->second.instance.name;
  group.billed += cost(group.config.group.shape, found->second.up, executor_.now());
  group.machines.erase(found);
  owners_.erase(name);
  tell(name, "gone");
  hooks_.down(name);
}

std::int64_t SimCloud::bill() const {
  std::int64_t sum = 0;
  for (const auto& [name, group] : groups_) {
    sum += group.billed;
    for (const auto& [number, machine] : group.machines)
      sum += cost(group.config.group.shape, machine.up, executor_.now());
  }
  return sum;
}

Status SimCloud::set_stock(const std::string& name, std::optional<int> stock) {
  Group* group = find(name);
  if (group == nullptr) return unknown_group(name);
  group->config.stock = stock;
  return {};
}

void SimCloud::tell(const std::string& machine, const std::string& what) {
  chronicle_.record(executor_, Category::kNote, "cloud", "machine/" + machine, what);
}

}  // namespace podium::sim
