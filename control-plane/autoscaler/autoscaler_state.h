// What the cluster autoscaler's driver is made of; shared by the files that implement it.
#pragma once

#include "control-plane/autoscaler/autoscaler.h"
#include "control-plane/autoscaler/group_states.h"
#include "control-plane/autoscaler/node_removal.h"
#include "control-plane/autoscaler/picture.h"
#include "control-plane/autoscaler/scale_up.h"
#include "control-plane/autoscaler/status_text.h"
#include "control-plane/autoscaler/what_if.h"
#include "control-plane/client/recorder.h"

namespace podium {

struct Autoscaler::State {
  State(Executor& e, Transport& transport, const std::string& machine, Chronicle& c, CloudProvider& p,
        const Random& r, AutoscalerOptions o);
  ~State() { executor.cancel(tick); }

  // One look at everything (scan.cpp).
  void scan();
  void act(TimePoint now);
  bool give_back_failed();
  int give_back(const std::vector<autoscaler::Unwanted>& machines, bool registered_late);
  void write_status(TimePoint now);
  void tell(bool warning, std::string_view reason, const std::string& message);
  void record(const std::string& subject, const std::string& what);
  ObjectRef status_object() const;

  // Growing (growing.cpp). `what_if` holds the machines that are on their way.
  void add_upcoming(autoscaler::WhatIf& what_if, std::vector<Text>& nodes);
  autoscaler::NodeTemplate template_of(const MachineGroup& group);
  autoscaler::Means means(TimePoint now);
  // True if machines were asked for.
  bool scale_up(autoscaler::WhatIf& what_if, TimePoint now);
  bool grow(const autoscaler::ScaleUpPlan& plan, TimePoint now);
  void tell_pods(const autoscaler::ScaleUpPlan& plan, bool grown);

  // Shrinking (shrinking.cpp).
  void clean_up();
  bool resting(TimePoint now) const;
  void scale_down(autoscaler::WhatIf& what_if, TimePoint now);
  std::set<Text> nodes_going() const;
  void begin_removal(autoscaler::Leaver leaver);
  void removal_done(const autoscaler::Leaver& leaver, const std::string& error);
  void soft_taints(TimePoint now);

  Executor& executor;
  Chronicle& chronicle;
  CloudProvider& cloud;
  const AutoscalerOptions options;
  Random random;
  Client client, event_client;
  EventRecorder recorder;
  PluginSet plugins;
  autoscaler::Picture picture;
  autoscaler::GroupStates groups;
  autoscaler::StatusText status;
  autoscaler::ScaleDownPlanner planner;
  const autoscaler::RemovalWords removal_words = autoscaler::cluster_autoscaler_words();
  std::map<Text, std::unique_ptr<autoscaler::NodeRemoval>> removals;  // of nodes on their way out
  TimePoint last_add{}, last_delete{}, last_failure{};                // of machines
  bool cleaned = false;
  std::map<Text, std::string> told_helpless;   // what pods were told last, by uid
  std::map<std::string, int> down_candidates;  // nodes that may be given up, by group
  TimerId tick = TimerId::kNone;
  bool writing_status = false;
};

}  // namespace podium
