#include "control-plane/scheduler/scheduler.h"

#include "control-plane/scheduler/scheduler_state.h"

namespace podium {
namespace {

Selection not_finished() {
  return {"", {}, {{"status.phase", "Succeeded", false}, {"status.phase", "Failed", false}}};
}

}  // namespace

std::uint32_t cluster_filters(const PluginSet& plugins) {
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < plugins.filters.size(); ++i) {
    if (plugins.filters[i]->scope() == Scope::kCluster) bits |= 1u << i;
  }
  return bits;
}

Scheduler::State::State(Executor& e, Transport& transport, const std::string& machine, Chronicle& c, Random r,
                        SchedulerOptions o)
    : executor(e),
      chronicle(c),
      options(std::move(o)),
      random(r.fork("ties")),
      client(e, transport, machine, r.fork("client"), options.client),
      event_client(e, transport, machine, r.fork("event client"), options.client),
      recorder(event_client, options.profiles.front().name),
      nodes(client),
      pods(client, not_finished()),
      feed(client, view,
           [this] {
             look_for_volumes();
             wake(WakeUp::kStorage, -1);
           }),
      queue(options.queue) {
  for (const SchedulerProfile& profile : options.profiles) profiles.emplace_back(profile);
}

ProfileAtWork* Scheduler::State::profile_of(const Pod& pod) {
  for (ProfileAtWork& at_work : profiles) {
    if (pod.spec->scheduler_name == at_work.profile.name) return &at_work;
  }
  return nullptr;
}

// Tries one pod after another, each taking its time; sets an alarm when nothing is to be tried now.
void Scheduler::State::pump() {
  if (pumping || !synced()) return;
  if (std::optional<QueuedPod> next = queue.pop(executor.now())) {
    pumping = true;
    const Duration takes = options.attempt + options.attempt_per_1000_nodes *
                                                 static_cast<std::int64_t>(view.nodes().size()) / 1000;
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
  ProfileAtWork* at_work = profile_of(*latest);
  if (at_work == nullptr) return;
  queued.pod = latest;
  const PodView pod = view_of(latest);
  view.settle();
  const Placement placement = at_work->placer.place(pod, view, random);
  if (placement.row < 0) return fail(std::move(queued), pod, placement, *at_work);
  const Text node = view.nodes().row(static_cast<std::size_t>(placement.row)).node->metadata.name;
  view.drop_nomination(latest->metadata.uid);
  view.add_pod(latest, node);
  assumed[key] = node;
  bind(std::move(queued), node);
}

void Scheduler::State::bind(QueuedPod queued, const Text& node) {
  const Pod& pod = *queued.pod;
  chronicle.record(executor, Category::kDecision, "scheduler", subject_of(pod), "assigned to " + node.str());
  bind_volumes(std::move(queued), node);
}

void Scheduler::State::post_binding(QueuedPod queued, Text node) {
  const Pod& pod = *queued.pod;
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
  view.remove_pod(pod.metadata.uid, node);
  if (const Ref<const Pod> latest = pods.find(key); latest && latest->metadata.uid == pod.metadata.uid) {
    queue.put_back(queued, 0, executor.now());
  }
  wake(WakeUp::kPodDeleted, view.nodes().find(node));
  pump();
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
  s.feed.start([&s] { s.pump(); });
  s.nodes.start();
  s.pods.start();
}

}  // namespace podium
