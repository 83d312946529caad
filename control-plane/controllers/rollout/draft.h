// A Deployment's next moves while they are thought out: its sets as they will be, and the plan so far.
#pragma once

#include "control-plane/controllers/framework/plan.h"
#include "control-plane/controllers/framework/snapshot.h"
#include "control-plane/controllers/rollout/progress.h"

namespace podium::controllers {

struct Draft {
  Draft(Ref<const Deployment> of, Sets present, TimePoint at)
      : deployment(std::move(of)),
        sets(std::move(present)),
        conditions(deployment->status.value().conditions),
        now(at) {}

  Ref<const Deployment> deployment;
  Sets sets;
  List<Condition> conditions;  // of the Deployment, as decided so far
  TimePoint now;
  Plan plan;
  bool collided = false;  // the new set's name is taken: only the collision count is written
};

// Asks for `size` replicas of `set` (one of the draft's own), with the event. False if it has them.
bool resize(Draft& draft, Ref<const ReplicaSet>& set, int size);

// Makes sure that the newest set is up to date, and that the Deployment bears its revision.
void refresh_newest(Draft& draft);

// Adds a set for the present template, if there is none. False if another object has its name: then
// the collision count goes up and nothing else happens.
bool add_newest(Draft& draft, const Snapshot& snapshot);

// Scales without rolling: when spec.replicas changed, or while paused.
void scale_sets(Draft& draft);

// One step of a rolling update: the newest up, or else the old ones down, or else clean-up.
void roll(Draft& draft);

// All old sets to 0, and when none of their pods runs any more, the newest to full size.
void recreate(Draft& draft, const Snapshot& snapshot);

// Deletes what the history no longer needs.
void clean_up(Draft& draft);

// Writes the status, if it changed. `judge`: with Progressing and ReplicaFailure.
Plan finish(Draft draft, bool judge);

}  // namespace podium::controllers
