#include "control-plane/autoscaler/group_states.h"

#include <algorithm>
#include <utility>

#include "control-plane/objects/go_duration_text.h"

namespace podium::autoscaler {
namespace {}  // namespace

// GetReadinessState: also full disks and missing networks keep nodes from work, and the taints of all three.
bool is_ready(const Node& node) {
  const List<Condition>& conditions = node.status.value().conditions;
  if (!holds(conditions, "Ready") || holds(conditions, "DiskPressure") ||
      holds(conditions, "NetworkUnavailable"))
    return false;
  const List<Taint>& taints = node.spec.value().taints;
  return std::none_of(taints.begin(), taints.end(), [](const Taint& taint) {
    return taint.key == "node.kubernetes.io/not-ready" || taint.key == "node.kubernetes.io/disk-pressure" ||
           taint.key == "node.kubernetes.io/network-unavailable";
  });
}

const Readiness& GroupStates::of(const std::string& group) const {
  static const Readiness none;
  const auto found = groups_.find(group);
  return found == groups_.end() ? none : found->second;
}

void GroupStates::look_at_node(const Node& node, TimePoint now) {
  const std::string name = node.metadata.name.str();
  registered_.insert(name);
  const std::string group = cloud_.group_of(name);
  const auto count = [&](Readiness& readiness) {
    ++readiness.registered;
    if (doomed_.contains(name) || !cloud_.exists(name))
      ++readiness.deleted;
    else if (is_ready(node))
      ++readiness.ready;
    else if (node.metadata.creation_timestamp + options_.max_startup_time > now)
      ++readiness.not_started;
    else
      ++readiness.unready;
  };
  count(total_);
  if (!group.empty()) count(groups_[group]);
}

void GroupStates::look_at_machines(const std::string& group, TimePoint now) {
  targets_[group] = cloud_.target_size(group);
  for (const Instance& instance : cloud_.instances(group)) {
    if (instance.error) never_made_.push_back({group, instance.name});
    const bool expected = instance.state != InstanceState::kDeleting && !instance.error;
    if (!expected || registered_.contains(instance.name)) continue;
    const auto known = unregistered_before_.find(instance.name);
    const TimePoint since = known == unregistered_before_.end() ? now : known->second;
    unregistered_since_[instance.name] = since;
    const bool long_ago = since + options_.max_provision_time < now;
    for (Readiness* readiness : {&groups_[group], &total_})
      ++(long_ago ? readiness->long_unregistered : readiness->unregistered);
    if (long_ago) never_registered_.push_back({group, instance.name});
  }
}

std::vector<Telling> GroupStates::update(const Nodes& nodes, TimePoint now) {
  total_ = {};
  groups_.clear();
  targets_.clear();
  registered_.clear();
  doomed_.clear();
  unregistered_before_ = std::exchange(unregistered_since_, {});
  const std::set<std::string> told_before = std::exchange(told_errors_, {});
  never_made_.clear();
  never_registered_.clear();
  const std::vector<MachineGroup> groups = cloud_.groups();
  for (const MachineGroup& group : groups) {
    for (const Instance& instance : cloud_.instances(group.name))
      if (instance.state == InstanceState::kDeleting) doomed_.insert(instance.name);
  }
  nodes([&](const Node& node) { look_at_node(node, now); });
  for (const MachineGroup& group : groups) look_at_machines(group.name, now);
  std::vector<Telling> tellings;
  settle_requests(now, tellings);
  for (const MachineGroup& group : groups) tell_errors(group.name, told_before, now, tellings);
  return tellings;
}

bool GroupStates::awaits_nodes(const std::string& group) const {
  const auto target = targets_.find(group);
  const Readiness& readiness = of(group);
  return target != targets_.end() && target->second > readiness.registered - readiness.not_started;
}

// A group that has all it asked for has grown well; one that has waited for too long has failed.
void GroupStates::settle_requests(TimePoint now, std::vector<Telling>& tellings) {
  backoff_.forget_old(now);
  for (auto entry = requests_.begin(); entry != requests_.end();) {
    const auto& [group, request] = *entry;
    if (!awaits_nodes(group)) {
      backoff_.succeed(group);
      entry = requests_.erase(entry);
    } else if (request.expected < now) {
      const std::string after = go_duration_text(now - request.since);
      tellings.push_back(
          {true, "ScaleUpTimedOut", "Nodes added to group " + group + " failed to register within " + after});
      backoff_.fail(group, "timeout", "Scale-up timed out for node group " + group + " after " + after, now);
      entry = requests_.erase(entry);
    } else {
      ++entry;
    }
  }
}

void GroupStates::tell_errors(const std::string& group, const std::set<std::string>& told_before,
                              TimePoint now, std::vector<Telling>& tellings) {
  struct Failed {
    int machines = 0;
    std::set<std::string> messages;
  };
  std::map<std::string, Failed> unseen;  // by "class.code"
  for (const Instance& instance : cloud_.instances(group)) {
    if (!instance.error) continue;
    told_errors_.insert(instance.name);
    if (told_before.contains(instance.name)) continue;
    const char* kind = instance.error->out_of_resources ? "OutOfResource." : "Other.";
    Failed& failed = unseen[kind + instance.error->code];
    ++failed.machines;
    failed.messages.insert(instance.error->message);
  }
  for (const auto& [code, failed] : unseen) {
    if (!scaling_up(group)) continue;
    std::string messages;
    for (const std::string& message : failed.messages) messages += (messages.empty() ? "" : ", ") + message;
    tellings.push_back({true, "ScaleUpFailed",
                        "Failed adding " + std::to_string(failed.machines) + " nodes to group " + group +
                            " due to " + code + "; source errors: " + messages});
    shrink_request(group, failed.machines);
    backoff_.fail(group, code.substr(code.find('.') + 1), messages, now);
  }
}

void GroupStates::grows(const std::string& group, int by, TimePoint now) {
  Request& request = requests_[group];
  request.increase += by;
  request.since = now;
  request.expected = now + options_.max_provision_time;
  targets_[group] += by;
}

void GroupStates::shrink_request(const std::string& group, int by) {
  const auto found = requests_.find(group);
  if (found != requests_.end() && (found->second.increase -= by) <= 0) requests_.erase(found);
}

bool GroupStates::scaling_up(const std::string& group) const {
  return requests_.contains(group) && awaits_nodes(group);
}

bool GroupStates::cluster_healthy() const {
  return total_.unready <= options_.ok_unready_count ||
         100 * total_.unready <= options_.max_unready_percentage * total_.registered;
}

// Ready nodes that should be there and are not, beyond those that are still to come.
bool GroupStates::healthy(const std::string& group) const {
  const Readiness& readiness = of(group);
  const auto target = targets_.find(group);
  const auto request = requests_.find(group);
  int missing =
      (target == targets_.end() ? 0 : target->second) - readiness.long_unregistered - readiness.ready;
  if (request != requests_.end()) missing -= request->second.increase;
  return missing <= options_.ok_unready_count ||
         100 * missing <=
             options_.max_unready_percentage * (readiness.ready + readiness.unready + readiness.not_started);
}

int GroupStates::upcoming(const std::string& group) const {
  const Readiness& readiness = of(group);
  const auto target = targets_.find(group);
  if (target == targets_.end()) return 0;
  return std::max(0, target->second - readiness.ready - readiness.unready - readiness.long_unregistered);
}

}  // namespace podium::autoscaler
