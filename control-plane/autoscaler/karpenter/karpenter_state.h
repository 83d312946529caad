// What Karpenter's driver is made of; shared by the files that implement it.
#pragma once

#include <set>

#include "control-plane/autoscaler/karpenter/consolidation.h"
#include "control-plane/autoscaler/karpenter/karpenter.h"
#include "control-plane/autoscaler/node_removal.h"
#include "control-plane/autoscaler/picture.h"
#include "control-plane/client/recorder.h"

namespace podium {

struct Karpenter::State {
  State(Executor& e, Transport& transport, const std::string& machine, Chronicle& c, CloudProvider& p,
        const Random& r, KarpenterOptions o);
  ~State() {
    executor.cancel(window);
    executor.cancel(tick);
  }

  // Launching (karpenter.cpp).
  void pod_waits(const Pod& pod);
  void provision();
  std::vector<autoscaler::InstanceType> types();
  void add_upcoming(autoscaler::WhatIf& what_if, const std::vector<autoscaler::InstanceType>& all,
                    std::vector<Text>& nodes);
  // The machine's name; empty: it was refused.
  std::string launch(const std::string& type);

  // Giving up (disrupting.cpp).
  void look();
  void give_back_failed();
  std::optional<autoscaler::Disruption> find();
  void consolidate();
  void carry_out(const autoscaler::Disruption& disruption);
  void await_replacement();
  void expire();
  void begin_removal(const autoscaler::PaidNode& node, const std::string& why);
  void removal_done(const autoscaler::Leaver& leaver, const std::string& error);

  void record(const std::string& subject, const std::string& what);

  // A disruption that is being looked into, or waits for its new machine.
  struct Pending {
    autoscaler::Disruption disruption;
    TimePoint due{};          // when it is looked at again
    std::string replacement;  // machine; empty: not launched
  };

  Executor& executor;
  Chronicle& chronicle;
  CloudProvider& cloud;
  const KarpenterOptions options;
  const ScaleDownOptions drain_options;
  const autoscaler::RemovalWords words;
  Client client;
  EventRecorder recorder;
  PluginSet plugins;
  autoscaler::Picture picture;
  std::map<std::string, TimePoint> launched;           // machines that are no Ready nodes yet, and since when
  std::map<std::string, TimePoint> unavailable_until;  // types
  std::map<Text, std::unique_ptr<autoscaler::NodeRemoval>> removals;
  std::optional<Pending> pending;
  std::uint64_t fruitless = 0;  // the picture's changes when nothing was found to be given up
  TimePoint window_opened{};    // of the batch that is being gathered
  TimerId window = TimerId::kNone, tick = TimerId::kNone;
};

}  // namespace podium
