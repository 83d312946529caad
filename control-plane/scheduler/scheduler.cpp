#include "control-plane/scheduler/scheduler.h"

#include "control-plane/client/cache.h"
#include "control-plane/client/recorder.h"

namespace podium {
namespace {

constexpr std::size_t kMaxMessage = 1024;  // of an Event, in bytes
constexpr Duration kConflictRetry = 50ms;

Selection not_finished() {
  return {"", {}, {{"status.phase", "Succeeded", false}, {"status.phase", "Failed", false}}};
}

PodView view_of(Ref<const Pod> pod) {
  PodRequest request = request_of(*pod->spec);
  return {std::move(pod), std::move(request)};
}

std::string shortened(std::string message) {
  if (message.size() > kMaxMessage) message = message.substr(0, kMaxMessage - 4) + " ...";
  return message;
}

}  // namespace

struct Scheduler::State {
  State(Executor& e, Transport& transport, std::string machine, Chronicle& c, Random r, SchedulerOptions o)
      : executor(e),
        chronicle(c),
        options(std::move(o)),
        random(r.fork("ties")),
        client(e, transport, std::move(machine), r.fork("client"), options.client),
        recorder(client, options.name),
        nodes(client),
        pods(client, not_finished()),
        queue(options.queue),
        placer(default_plugins(), options.percentage_of_nodes_to_score) {}

  // What changed in the cluster.
  void node_changed(const Node* before, const Node* after);
  void pod_changed(const Pod* before, const Pod* after);
  void wants_node(const Pod& pod);
  void has_node(const Pod& pod);
  void resized(const Pod& before, const Pod& after);
  void leaves(const Pod& pod);
  void wake(WakeUp what, int row);

  // Placing and binding.
  void pump();
  void attempt(QueuedPod queued);
  void bind(QueuedPod queued, Text node);
  void bound(const QueuedPod& queued, const Text& node, const ApiStatus& status);
  void report_unschedulable(const Key& key, std::string message, int tries);

  Executor& executor;
  Chronicle& chronicle;
  SchedulerOptions options;
  Random random;
  Client client;
  EventRecorder recorder;
  Cache<Node> nodes;
  Cache<Pod> pods;
  NodeTable table;
  SchedulingQueue queue;
  Placer placer;
  std::map<Key, Text> assumed;  // counted on a node, not yet seen bound
  bool pumping = false;         // an attempt is scheduled
  TimerId alarm = TimerId::kNone;
  TimePoint alarm_at = kForever;
};

void Scheduler::State::node_changed(const Node* before, const Node* after) {
  if (after == nullptr) {
    table.remove_node(before->metadata.name);
    return;
  }
  table.set_node(Ref<const Node>::share(after));
  if (!queue.any_unschedulable()) return pump();
  table.settle();
  const int row = table.find(after->metadata.name);
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
  resized(*before, *after);
}

// What a pod on a node takes of it changes only by a resize.
void Scheduler::State::resized(const Pod& before, const Pod& after) {
  if (before.spec.same_as(after.spec) && asks_for_what_it_has(before) && asks_for_what_it_has(after)) return;
  const PodRequest then = request_of(before), now = request_of(after);
  if (then == now) return;
  table.remove_pod(after.spec->node_name, then);
  table.add_pod(after.spec->node_name, now);
  wake(WakeUp::kPodDeleted, table.find(after.spec->node_name));
}

void Scheduler::State::wants_node(const Pod& pod) {
  const Key key = key_of(pod);
  if (!(pod.spec->scheduler_name == options.name) || assumed.contains(key)) return;
  if (pod.metadata.deleting() || !pod.spec->scheduling_gates.empty()) return queue.remove(key);
  queue.add(Ref<const Pod>::share(&pod), executor.now(), executor.cause());
  pump();
}

void Scheduler::State::has_node(const Pod& pod) {
  const Key key = key_of(pod);
  queue.remove(key);
  const PodRequest request = request_of(pod);
  if (const auto found = assumed.find(key); found != assumed.end()) {
    if (!(found->second == pod.spec->node_name)) {  // somebody else bound it elsewhere
      table.remove_pod(found->second, request);
      table.add_pod(pod.spec->node_name, request);
    }
    assumed.erase(found);
    return;
  }
  table.add_pod(pod.spec->node_name, request);
}

void Scheduler::State::leaves(const Pod& pod) {
  const Key key = key_of(pod);
  queue.remove(key);
  Text node = pod.spec->node_name;
  if (const auto found = assumed.find(key); found != assumed.end()) {
    node = found->second;
    assumed.erase(found);
  }
  if (node.empty()) return;
  table.remove_pod(node, request_of(pod));
  wake(WakeUp::kPodDeleted, table.find(node));
}

// Only filters that rejected a pod are asked whether the change may help it.
void Scheduler::State::wake(WakeUp what, int row) {
  if (!queue.any_unschedulable()) return;
  const auto& filters = placer.plugins().filters;
  queue.wake(
      [&](const QueuedPod& queued) {
        const PodView view = view_of(queued.pod);
        for (std::size_t i = 0; i < filters.size(); ++i) {
          if ((queued.rejected_by >> i & 1) != 0 && filters[i]->may_help(what, view, table, row)) return true;
        }
        return false;
      },
      executor.now(), executor.cause());
  pump();
}

// Tries one pod after another, each taking its time; sets an alarm when nothing is to be tried now.
void Scheduler::State::pump() {
  if (pumping || !nodes.synced() || !pods.synced()) return;
  if (std::optional<QueuedPod> next = queue.pop(executor.now())) {
    pumping = true;
    const Duration takes =
        options.attempt + options.attempt_per_1000_nodes * static_cast<std::int64_t>(table.size()) / 1000;
    executor.run_after(takes, [this, queued = std::make_unique<QueuedPod>(std::move(*next))] {
      pumping = false;
      attempt(std::move(*queued));
      pump();
    });
    return;
  }
  // Back-off queues are looked at once a second, on the second.
  const TimePoint due = queue.next_due();
  if (due == kForever || due == alarm_at) return;
  if (alarm != TimerId::kNone) executor.cancel(alarm);
  alarm_at = due;
  alarm = executor.run_at(next_tick(due, 1s), [this] {
    alarm = TimerId::kNone;
    alarm_at = kForever;
    queue.advance(executor.now());
    pump();
  });
}

void Scheduler::State::attempt(QueuedPod queued) {
  executor.because(queued.cause);
  const Key key = key_of(*queued.pod);
  const Ref<const Pod> latest = pods.find(key);
  if (!latest || !(latest->metadata.uid == queued.pod->metadata.uid)) return;
  if (latest->metadata.deleting() || !latest->spec->node_name.empty() || assumed.contains(key)) return;
  queued.pod = latest;
  const PodView view = view_of(latest);
  table.settle();
  const Placement placement = placer.place(view, table, random);
  if (placement.row >= 0) {
    const Text node = table.row(static_cast<std::size_t>(placement.row)).node->metadata.name;
    table.add_pod(node, view.request);
    assumed[key] = node;
    return bind(std::move(queued), node);
  }
  const std::string message = placement.message(table.size());
  queue.put_back(std::move(queued), placement.rejected_by, executor.now());
  chronicle.record(executor, Category::kDecision, "scheduler", subject_of(*latest),
                   "unschedulable: " + message);
  recorder.warning(*latest, "FailedScheduling", shortened(message));
  report_unschedulable(key, message, 0);
}

void Scheduler::State::bind(QueuedPod queued, Text node) {
  const Pod& pod = *queued.pod;
  chronicle.record(executor, Category::kDecision, "scheduler", subject_of(pod), "assigned to " + node.str());
  const Key key = key_of(pod);
  const Text uid = pod.metadata.uid;
  client.bind(key, uid, node,
              [this, queued = std::make_shared<QueuedPod>(std::move(queued)), node](const ApiResponse& r) {
                bound(*queued, node, r.status);
              });
}

void Scheduler::State::bound(const QueuedPod& queued, const Text& node, const ApiStatus& status) {
  const Pod& pod = *queued.pod;
  const Key key = key_of(pod);
  if (status.ok()) {
    recorder.normal(
        pod, "Scheduled",
        "Successfully assigned " + key.namespace_.str() + "/" + key.name.str() + " to " + node.str());
    return;
  }
  const auto found = assumed.find(key);
  if (found == assumed.end()) return;  // seen bound, or gone, meanwhile
  assumed.erase(found);
  table.remove_pod(node, request_of(*pod.spec));
  if (const Ref<const Pod> latest = pods.find(key); latest && latest->metadata.uid == pod.metadata.uid) {
    queue.put_back(queued, 0, executor.now());
  }
  wake(WakeUp::kPodDeleted, table.find(node));
  pump();
}

void Scheduler::State::report_unschedulable(const Key& key, std::string message, int tries) {
  constexpr int kMaxTries = 5;
  const Ref<const Pod> latest = pods.find(key);
  if (!latest || !latest->spec->node_name.empty() || tries == kMaxTries) return;
  Ref<Pod> changed = copy(*latest);
  PodStatus& status = changed->status.edit();
  if (!set_condition(status.conditions, {"PodScheduled", "False", "Unschedulable", message}, executor.now()))
    return;
  client.update_status(changed, [this, key, message, tries](const ApiResponse& response) {
    if (!response.status.conflict()) return;
    executor.run_after(kConflictRetry,
                       [this, key, message, tries] { report_unschedulable(key, message, tries + 1); });
  });
}

Scheduler::Scheduler(Executor& executor, Transport& transport, std::string machine, Chronicle& chronicle,
                     Random random, SchedulerOptions options)
    : state_(std::make_unique<State>(executor, transport, std::move(machine), chronicle, random,
                                     std::move(options))) {}

Scheduler::~Scheduler() = default;

void Scheduler::start() {
  State& s = *state_;
  s.nodes.on_change([&s](const Node* before, const Node* after) { s.node_changed(before, after); });
  s.pods.on_change([&s](const Pod* before, const Pod* after) { s.pod_changed(before, after); });
  s.nodes.core().on_synced([&s] { s.pump(); });
  s.pods.core().on_synced([&s] { s.pump(); });
  s.nodes.start();
  s.pods.start();
}

std::vector<NodeVerdict> Scheduler::explain(const Pod& pod) const {
  return state_->placer.explain(view_of(Ref<const Pod>::share(&pod)), state_->table);
}

const PluginSet& Scheduler::plugins() const { return state_->placer.plugins(); }

}  // namespace podium
