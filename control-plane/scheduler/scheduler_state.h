// What the scheduler's driver is made of; shared by the files that implement it.
#pragma once

#include <deque>
#include <map>

#include "control-plane/client/recorder.h"
#include "control-plane/scheduler/feed.h"
#include "control-plane/scheduler/placement.h"
#include "control-plane/scheduler/preemption.h"
#include "control-plane/scheduler/scheduler.h"
#include "control-plane/scheduler/volume_choice.h"

namespace podium {

// Bits of the filters that look at more than one node and the pod.
std::uint32_t cluster_filters(const PluginSet& plugins);

// A profile at work.
struct ProfileAtWork {
  explicit ProfileAtWork(SchedulerProfile p)
      : profile(std::move(p)),
        placer(plugins_of(profile), profile.percentage_of_nodes_to_score),
        preemptor(placer.plugins(),
                  {profile.args.min_candidate_nodes_percentage, profile.args.min_candidate_nodes_absolute}) {}

  SchedulerProfile profile;
  Placer placer;
  Preemptor preemptor;
};

struct Scheduler::State {
  State(Executor& e, Transport& transport, const std::string& machine, Chronicle& c, Random r,
        SchedulerOptions o);

  // What changed in the cluster (watching.cpp).
  void node_changed(const Node* before, const Node* after);
  void pod_changed(const Pod* before, const Pod* after);
  void wants_node(const Pod& pod);
  void has_node(const Pod& pod);
  void changes_on_node(const Pod& before, const Pod& after);
  void leaves(const Pod& pod);
  void wake(WakeUp what, int row);

  // Placing and binding (scheduler.cpp).
  bool synced() const { return nodes.synced() && pods.synced() && feed.synced(); }
  ProfileAtWork* profile_of(const Pod& pod);
  void pump();
  void attempt(QueuedPod queued);
  void bind(QueuedPod queued, const Text& node);
  void post_binding(QueuedPod queued, Text node);
  void bound(const QueuedPod& queued, const Text& node, const ApiStatus& status);

  // Pods whose volumes are to be bound first (prebinding.cpp).
  void bind_volumes(QueuedPod queued, const Text& node);
  void bind_volume(const Key& pod, const VolumeChoice& choice, const Text& node);
  void look_for_volumes();
  void give_up_volumes(const Key& pod, const ApiStatus& why);

  // Pods that found no node (failing.cpp).
  void fail(QueuedPod queued, const PodView& view, const Placement& placement, ProfileAtWork& at_work);
  void evict(const PreemptionCandidate& candidate, const Pod& preemptor, const std::string& scheduler);
  void remove_victim(const Ref<const Pod>& victim, const std::string& scheduler, int tries);
  void drop_lesser_nominations(const Pod& preemptor, const Text& node);
  // Writes the condition, and the nomination if one is given ("": none any more). Retries on conflicts.
  void report(const Key& key, std::string message, std::optional<Text> nominated, int tries = 0);

  Executor& executor;
  Chronicle& chronicle;
  SchedulerOptions options;
  Random random;
  Client client, event_client;  // what is told does not stand in the way of what is bound
  EventRecorder recorder;
  Cache<Node> nodes;
  Cache<Pod> pods;
  SchedulingView view;
  Feed feed;
  SchedulingQueue queue;
  std::deque<ProfileAtWork> profiles;
  std::map<Key, Text> assumed;  // counted on a node, not yet seen bound
  struct VolumeWait {
    QueuedPod queued;
    Text node;
    TimerId expiry = TimerId::kNone;
  };
  std::map<Key, VolumeWait> volume_waits;  // of assumed pods
  bool pumping = false;                    // an attempt is scheduled
  TimerId alarm = TimerId::kNone;
  TimePoint alarm_at = kForever;
};

}  // namespace podium
