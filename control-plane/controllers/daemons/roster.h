// Which pods of a DaemonSet are on which node, and what shall change about that.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "control-plane/controllers/daemons/fitness.h"
#include "control-plane/controllers/framework/plan.h"
#include "control-plane/controllers/framework/snapshot.h"

namespace podium::controllers {

// One node as the set sees it.
struct Post {
  bool exists = false;  // false: pods are meant for a node that is not there
  Fitness fit;
  std::vector<Ref<const Pod>> pods;  // bound ones first, then oldest first
};

// A DaemonSet and its pods at one moment.
struct Roster {
  Ref<const DaemonSet> set;
  std::string hash;  // of the present template
  TimePoint now{};
  std::map<Text, Post> posts;  // by the node's name

  Duration min_ready() const { return std::chrono::seconds(set->spec.value().min_ready_seconds); }
  bool available(const Pod& pod) const;
  bool updated(const Pod& pod) const;
  int desired() const;  // nodes that shall have a pod
};

// REQUIRES: kPodsByController.
Roster roster_of(const Snapshot& snapshot, const Ref<const DaemonSet>& set, std::string hash, TimePoint now);

struct Moves {
  std::vector<Text> nodes;                // get a pod
  std::vector<Ref<const Pod>> condemned;  // are deleted
  std::vector<Note> notes;
  TimePoint wake_at = kForever;

  bool empty() const { return nodes.empty() && condemned.empty(); }
};

// Until when a failed pod of that node stays, because others have failed there.
using KeptUntil = std::function<TimePoint(const Text& node)>;

// One pod on each node that fits, none elsewhere; ended ones make room for others.
Moves fill_posts(const Roster& roster, const KeptUntil& kept_until);

// One step of a rolling update, within maxUnavailable or maxSurge. REQUIRES: fill_posts has nothing to do.
Moves roll_posts(const Roster& roster);

DaemonSetStatus status_of(const Roster& roster);

}  // namespace podium::controllers
