// What becomes of a pod that found no node: it is told why, and less important pods may have to go.
#include "control-plane/scheduler/scheduler_state.h"

namespace podium {
namespace {

constexpr std::size_t kMaxMessage = 1024;  // of an Event, in bytes
constexpr Duration kConflictRetry = 50ms;
constexpr int kMaxTries = 5;

std::string shortened(std::string message) {
  if (message.size() > kMaxMessage) message = message.substr(0, kMaxMessage - 4) + " ...";
  return message;
}

}  // namespace

void Scheduler::State::fail(QueuedPod queued, const PodView& pod, const Placement& placement,
                            ProfileAtWork& at_work) {
  std::string message = placement.message(view.nodes().size());
  std::optional<Text> nominated;
  Preemption preemption;
  if (at_work.profile.preemption && view.nodes().size() > 0) {
    preemption = at_work.preemptor.preempt(pod, view, placement, feed.budgets(), random, executor.now());
    if (!preemption.message.empty()) message += " " + preemption.message;
    if (preemption.chosen >= 0) {
      const PreemptionCandidate& chosen = preemption.candidates[static_cast<std::size_t>(preemption.chosen)];
      nominated = view.nodes().row(chosen.row).node->metadata.name;
    } else if (!preemption.failed.empty() && !pod.pod->status.value().nominated_node_name.empty()) {
      nominated = Text();  // no room can be made anywhere any more
    }
  }
  const Key key = key_of(*pod.pod);
  queue.put_back(std::move(queued), placement.rejected_by, executor.now());
  chronicle.record(executor, Category::kDecision, "scheduler", subject_of(*pod.pod),
                   "unschedulable: " + message);
  if (preemption.chosen >= 0)
    evict(preemption.candidates[static_cast<std::size_t>(preemption.chosen)], *pod.pod, at_work.profile.name);
  recorder.warning(*pod.pod, "FailedScheduling", shortened(message));
  report(key, message, nominated);
}

void Scheduler::State::evict(const PreemptionCandidate& candidate, const Pod& preemptor,
                             const std::string& scheduler) {
  const Text node = view.nodes().row(candidate.row).node->metadata.name;
  view.nominate(Ref<const Pod>::share(&preemptor), node);
  for (const Ref<const Pod>& victim : candidate.victims) {
    chronicle.record(executor, Category::kDecision, "scheduler", subject_of(*victim),
                     "preempted on " + node.str() + " by " + subject_of(preemptor));
    remove_victim(victim, scheduler, 0);
    recorder.normal(*victim, "Preempted",
                    "Preempted by pod " + preemptor.metadata.uid.str() + " on node " + node.str());
  }
  drop_lesser_nominations(preemptor, node);
}

// First the condition that tells the victim's controller why, then the deletion.
void Scheduler::State::remove_victim(const Ref<const Pod>& victim, const std::string& scheduler, int tries) {
  const Ref<const Pod> latest = pods.find(key_of(*victim));
  if (!latest || !(latest->metadata.uid == victim->metadata.uid)) return;
  const auto remove = [this, victim] {
    DeleteOptions options;
    options.uid = victim->metadata.uid;
    client.remove(Pod::info(), key_of(*victim), options, [](const ApiResponse&) {});
  };
  Ref<Pod> changed = copy(*latest);
  set_condition(changed->status.edit().conditions,
                {"DisruptionTarget", "True", "PreemptionByScheduler",
                 scheduler + ": preempting to accommodate a higher priority pod"},
                executor.now());
  client.update_status(changed, [this, victim, scheduler, tries, remove](const ApiResponse& response) {
    if (response.status.ok()) return remove();
    if (!response.status.conflict() || tries == kMaxTries) return;
    executor.run_after(kConflictRetry,
                       [this, victim, scheduler, tries] { remove_victim(victim, scheduler, tries + 1); });
  });
}

// Pods that waited for room on that node and are less important must look for another.
void Scheduler::State::drop_lesser_nominations(const Pod& preemptor, const Text& node) {
  const int row = view.nodes().find(node);
  if (row < 0) return;
  const SchedulingView::Pods waiting = view.nominated_to(static_cast<std::size_t>(row));
  for (const Ref<const Pod>& pod : waiting) {
    if (pod->spec->priority.value_or(0) >= preemptor.spec->priority.value_or(0)) continue;
    view.drop_nomination(pod->metadata.uid);
    const Condition* said = find_condition(pod->status.value().conditions, "PodScheduled");
    report(key_of(*pod), said == nullptr ? "" : said->message.str(), Text());
  }
}

void Scheduler::State::report(const Key& key, std::string message, std::optional<Text> nominated, int tries) {
  const Ref<const Pod> latest = pods.find(key);
  if (!latest || !latest->spec->node_name.empty() || tries == kMaxTries) return;
  Ref<Pod> changed = copy(*latest);
  PodStatus& status = changed->status.edit();
  bool news =
      set_condition(status.conditions, {"PodScheduled", "False", "Unschedulable", message}, executor.now());
  if (nominated && !(status.nominated_node_name == *nominated)) {
    status.nominated_node_name = *nominated;
    news = true;
  }
  if (!news) return;
  client.update_status(changed, [this, key, message, nominated, tries](const ApiResponse& response) {
    if (!response.status.conflict()) return;
    executor.run_after(kConflictRetry, [this, key, message, nominated, tries] {
      report(key, message, nominated, tries + 1);
    });
  });
}

}  // namespace podium
