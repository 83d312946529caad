// What the scheduler learns from its watches, and whom it wakes for it.
#include "control-plane/scheduler/scheduler_state.h"

namespace podium {

void Scheduler::State::node_changed(const Node* before, const Node* after) {
  if (after == nullptr) {
    view.remove_node(before->metadata.name);
    return;
  }
  view.set_node(Ref<const Node>::share(after));
  if (!queue.any_unschedulable()) return pump();
  view.settle();
  const int row = view.nodes().find(after->metadata.name);
  if (before == nullptr) return wake(WakeUp::kNodeAdded, row);
  const NodeSpec &old_spec = before->spec.value(), &new_spec = after->spec.value();
  if (!(before->metadata.labels == after->metadata.labels)) wake(WakeUp::kNodeLabels, row);
  if (!(old_spec.taints == new_spec.taints) || old_spec.unschedulable != new_spec.unschedulable) {
    wake(WakeUp::kNodeTaints, row);
  }
  if (!(before->status.value().allocatable == after->status.value().allocatable))
    wake(WakeUp::kNodeAllocatable, row);
}

void Scheduler::State::pod_changed(const Pod* before, const Pod* after) {
  const bool replaced =
      before != nullptr && after != nullptr && !(before->metadata.uid == after->metadata.uid);
  if (before != nullptr && (after == nullptr || replaced)) {
    leaves(*before);
    before = nullptr;
  }
  if (after == nullptr) return;
  if (after->spec->node_name.empty()) return wants_node(*after);
  if (before == nullptr || before->spec->node_name.empty()) return has_node(*after);
  changes_on_node(*before, *after);
}

// A resize may leave room; labels and a deletion that has begun change who counts for whom.
void Scheduler::State::changes_on_node(const Pod& before, const Pod& after) {
  const Text& node = after.spec->node_name;
  if (!view.update_pod(Ref<const Pod>::share(&after), node)) return;
  const bool regrouped = !(before.metadata.labels == after.metadata.labels) ||
                         before.metadata.deleting() != after.metadata.deleting();
  wake(regrouped ? WakeUp::kPodChanged : WakeUp::kPodDeleted, view.nodes().find(node));
}

void Scheduler::State::wants_node(const Pod& pod) {
  const Key key = key_of(pod);
  if (profile_of(pod) == nullptr || assumed.contains(key)) return;
  const Text& nominated = pod.status.value().nominated_node_name;
  if (nominated.empty() || pod.metadata.deleting())
    view.drop_nomination(pod.metadata.uid);
  else
    view.nominate(Ref<const Pod>::share(&pod), nominated);
  if (pod.metadata.deleting() || !pod.spec->scheduling_gates.empty()) return queue.remove(key);
  queue.add(Ref<const Pod>::share(&pod), executor.now(), executor.cause());
  pump();
}

void Scheduler::State::has_node(const Pod& pod) {
  const Key key = key_of(pod);
  const Text& node = pod.spec->node_name;
  queue.remove(key);
  view.drop_nomination(pod.metadata.uid);
  const auto found = assumed.find(key);
  if (found != assumed.end() && found->second == node) {
    assumed.erase(found);
    view.update_pod(Ref<const Pod>::share(&pod), node);
  } else {
    if (found != assumed.end()) {  // somebody else bound it elsewhere
      view.remove_pod(pod.metadata.uid, found->second);
      assumed.erase(found);
    }
    view.add_pod(Ref<const Pod>::share(&pod), node);
  }
  wake(WakeUp::kPodChanged, view.nodes().find(node));
}

void Scheduler::State::leaves(const Pod& pod) {
  const Key key = key_of(pod);
  queue.remove(key);
  view.drop_nomination(pod.metadata.uid);
  Text node = pod.spec->node_name;
  if (const auto found = assumed.find(key); found != assumed.end()) {
    node = found->second;
    assumed.erase(found);
    volume_waits.erase(key);
  }
  if (node.empty()) return;
  view.remove_pod(pod.metadata.uid, node);
  wake(WakeUp::kPodDeleted, view.nodes().find(node));
}

// Only filters that rejected a pod are asked whether the change may help it.
void Scheduler::State::wake(WakeUp what, int row) {
  if (!queue.any_unschedulable()) return;
  // Most changes are pods that come and go: they concern those filters alone that look at other pods.
  if (what == WakeUp::kPodChanged) {
    bool anyone = false;
    for (ProfileAtWork& at_work : profiles)
      anyone = anyone || queue.any_rejected_by(cluster_filters(at_work.placer.plugins()));
    if (!anyone) return;
  }
  view.settle();
  queue.wake(
      [&](const QueuedPod& queued) {
        const ProfileAtWork* at_work = profile_of(*queued.pod);
        if (at_work == nullptr) return false;
        const auto& filters = at_work->placer.plugins().filters;
        const PodView pod = view_of(queued.pod);
        for (std::size_t i = 0; i < filters.size(); ++i) {
          if ((queued.rejected_by >> i & 1) != 0 && filters[i]->may_help(what, pod, view, row)) return true;
        }
        return false;
      },
      executor.now(), executor.cause());
  pump();
}

}  // namespace podium
