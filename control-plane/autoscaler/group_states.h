// What a cluster autoscaler knows of its groups between scans: how many machines have become nodes, which
// have been asked for and are still to come, and which groups have failed. Source:
// clusterstate/clusterstate.go of cluster-autoscaler 1.33.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "control-plane/autoscaler/backoff.h"
#include "control-plane/objects/kinds/node.h"
#include "runtime/env/cloud_provider.h"

namespace podium::autoscaler {

// Nodes of a group, or of the cluster.
struct Readiness {
  int ready = 0, unready = 0, not_started = 0;  // not_started: registered lately, not Ready yet
  int deleted = 0;     // still registered, though the cloud is taking the machine away
  int registered = 0;  // all of the above
  int unregistered = 0, long_unregistered = 0;  // machines that are no nodes; for longer than is bearable
};

// Something to be told with an event on the status ConfigMap.
struct Telling {
  bool warning = false;
  std::string reason, message;
};

// A machine of a group that has to be given back.
struct Unwanted {
  std::string group, machine;
};

class GroupStates {
 public:
  // All outlive it.
  GroupStates(const NodeHealthOptions& options, const CloudProvider& cloud)
      : options_(options), cloud_(cloud), backoff_(options) {}

  using Nodes = std::function<void(const std::function<void(const Node&)>& visit)>;
  // Looks at all nodes and machines. Returns what happened to groups that grow.
  std::vector<Telling> update(const Nodes& nodes, TimePoint now);

  // The group was asked for so many more machines; or that went wrong at once.
  void grows(const std::string& group, int by, TimePoint now);
  void failed(const std::string& group, std::string code, std::string message, TimePoint now) {
    backoff_.fail(group, std::move(code), std::move(message), now);
  }

  const Readiness& total() const { return total_; }
  const Readiness& of(const std::string& group) const;
  bool cluster_healthy() const;
  bool healthy(const std::string& group) const;
  bool scaling_up(const std::string& group) const;
  const GroupBackoff::Failure* backoff(const std::string& group, TimePoint now) const {
    return backoff_.of(group, now);
  }
  // Machines asked for that are not ready nodes yet.
  int upcoming(const std::string& group) const;

  // Machines that will not come, and those that came and did not register in time.
  const std::vector<Unwanted>& never_made() const { return never_made_; }
  const std::vector<Unwanted>& never_registered() const { return never_registered_; }

 private:
  struct Request {
    int increase = 0;
    TimePoint since{}, expected{};
  };

  void look_at_node(const Node& node, TimePoint now);
  void look_at_machines(const std::string& group, TimePoint now);
  void tell_errors(const std::string& group, const std::set<std::string>& told_before, TimePoint now,
                   std::vector<Telling>& tellings);
  void settle_requests(TimePoint now, std::vector<Telling>& tellings);
  bool awaits_nodes(const std::string& group) const;
  void shrink_request(const std::string& group, int by);

  const NodeHealthOptions& options_;
  const CloudProvider& cloud_;
  GroupBackoff backoff_;
  Readiness total_;
  std::map<std::string, Readiness> groups_;
  std::map<std::string, int> targets_;
  std::map<std::string, Request> requests_;
  std::set<std::string> registered_, doomed_;  // machines; doomed: being deleted
  std::map<std::string, TimePoint> unregistered_since_, unregistered_before_;  // of machines, by this look
  std::set<std::string> told_errors_;                                          // and the last one
  std::vector<Unwanted> never_made_, never_registered_;
};

bool is_ready(const Node& node);

}  // namespace podium::autoscaler
