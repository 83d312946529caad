// Counts of an owner's pods, kept as pods change, so that a ReplicaSet of thirty thousand costs the
// same to look at as one of three.
#pragma once

#include <map>
#include <set>
#include <unordered_map>
#include <vector>

#include "control-plane/objects/kinds/pod.h"

namespace podium::controllers {

struct PodTally {
  // Pods that carry the very same labels. Replicas of one template share one group.
  struct Group {
    Labels labels;
    int active = 0;
    int ready = 0;
  };

  int live = 0;                          // not ended, though perhaps being deleted
  int active = 0;                        // not ended and not being deleted
  int ready = 0;                         // active and Ready
  int ended = 0;                         // Succeeded or Failed, and not being deleted
  std::vector<Group> groups;             // with active pods, in the order they came up
  std::map<TimePoint, int> ready_since;  // of ready pods

  // What the choice of pods to give up needs (deletion_rank.h), of active pods.
  std::map<Text, int> by_node;  // assigned ones
  std::set<Key> troubled;       // not assigned, not Running or not Ready
  int priced = 0;               // with a deletion cost of their own

  // Ready for at least `min_ready` at `now`.
  int available(Duration min_ready, TimePoint now) const;
  // When the next ready pod becomes available; kForever if none is waiting.
  TimePoint next_available(Duration min_ready, TimePoint now) const;

  void add(const Pod& pod, int sign);
  bool empty() const { return live == 0 && ended == 0; }
};

class PodTallies {
 public:
  // Follows one change of a pod. `before` or `after` may be null.
  void apply(const Pod* before, const Pod* after);
  // The counts of the pods whose controller is `uid`; zeros if it has none.
  const PodTally& of(const Text& uid) const;

 private:
  void count(const Pod& pod, int sign);

  std::unordered_map<Text, PodTally> by_owner_;  // looked up, never iterated
  PodTally none_;
};

}  // namespace podium::controllers
