// Machines that can be had and given back, in groups of alike ones: what somebody who wants a cluster of the
// right size asks of a cloud. Knows nothing of Kubernetes.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "runtime/env/status.h"
#include "runtime/env/time.h"

namespace podium {

// What each machine of a group has.
struct MachineShape {
  struct Mark {  // keeps work away that does not put up with it; what it means is the users' business
    std::string key, value, effect;
  };
  std::int64_t cpu_milli = 4000;
  std::int64_t memory = 16LL << 30, disk = 100LL << 30;                    // bytes
  std::int64_t reserved_memory = 100LL << 20, reserved_disk = 10LL << 30;  // of those, what is not for work
  int slots = 110;                                                         // how many pods it may hold
  std::map<std::string, std::string> labels;
  std::vector<Mark> marks;
  std::int64_t price = 0;  // of an hour, in millionths of a dollar
};

struct MachineGroup {
  std::string name;
  MachineShape shape;
  int min = 0, max = 0;  // how many machines whoever changes its size shall leave it, and give it
};

enum class InstanceState : std::uint8_t { kCreating, kRunning, kDeleting };

// Why a machine will not come.
struct InstanceError {
  bool out_of_resources = false;  // the cloud has none left of these, or will not give any more
  std::string code;               // "STOCKOUT", "QUOTA_EXCEEDED"
  std::string message;            // for people
};

struct Instance {
  std::string name;  // of the machine; nobody else has it, or had it before
  InstanceState state = InstanceState::kCreating;
  std::optional<InstanceError> error;  // of one that is kCreating
};

// Answers are as the cloud has them now; what is asked of it is done in time, and how that went is to be seen
// in instances().
class CloudProvider {
 public:
  virtual ~CloudProvider() = default;

  virtual std::vector<MachineGroup> groups() const = 0;  // by name
  // How many machines the group shall have; those that are being deleted do not count. 0 if unknown.
  virtual int target_size(const std::string& group) const = 0;
  virtual std::vector<Instance> instances(const std::string& group) const = 0;  // in the order they were made
  virtual std::string group_of(const std::string& machine) const = 0;           // empty: of none
  virtual bool exists(const std::string& machine) const = 0;                    // of a group or not

  // Asks for `by` more machines. Errors: kNotFound, kInvalid (the group's maximum), kRefused.
  virtual Status increase(const std::string& group, int by) = 0;
  // Gives machines back; the target shrinks by so many. Errors: kNotFound (nothing is done).
  virtual Status remove(const std::string& group, const std::vector<std::string>& machines) = 0;
};

}  // namespace podium
