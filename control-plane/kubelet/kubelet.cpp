#include "control-plane/kubelet/kubelet.h"

#include <map>
#include <set>
#include <utility>

#include "control-plane/authorization/users.h"
#include "control-plane/client/cache.h"
#include "control-plane/kubelet/admission.h"
#include "control-plane/kubelet/eviction.h"
#include "control-plane/kubelet/node_agent.h"
#include "control-plane/kubelet/node_server.h"
#include "control-plane/kubelet/node_use.h"
#include "control-plane/kubelet/pod_worker.h"
#include "control-plane/kubelet/recovery.h"
#include "control-plane/kubelet/relist.h"

namespace podium {
namespace {

using namespace kubelet;

Selection bound_to(const std::string& node) { return {"", {}, {{"spec.nodeName", node, true}}}; }

KubeletOptions for_node(KubeletOptions options, const std::string& machine) {
  options.client.user = std::make_shared<const User>(node_user(machine));
  return options;
}

// A grid of its own for each kubelet: nodes do not act in step.
Duration phase_of(const Random& random, Duration period) {
  return random.fork("relist").between(Duration{0}, period - Duration{1});
}

}  // namespace

struct Kubelet::State final : Surroundings::Kubelet, NodeServer::Pods, Eviction::Node {
  State(Executor& e, Transport& transport, const std::string& machine, ContainerRuntime& r, Chronicle& c,
        const Random& run, KubeletOptions o)
      : options(for_node(std::move(o), machine)),
        executor(e),
        runtime(r),
        random(run.fork("probes")),
        client(e, transport, machine, run.fork("client"), options.client),
        event_client(e, transport, machine, run.fork("event client"), options.client),
        events(event_client, "kubelet", machine),
        pods(client, bound_to(machine)),
        node(e, transport, machine, r, events, run.fork("node"), options),
        eviction(e, r, options, *this),
        admission({options.cpu_milli, options.memory - reserved_memory(options), options.max_pods}),
        relists(e, options.relist_period, phase_of(run, options.relist_period),
                {[this](const ContainerInfo& info) { container_exited(info); },
                 [this](const Text& uid) { relisted(uid); }}),
        surroundings{e,
                     c,
                     runtime,
                     client,
                     events,
                     options,
                     *this,
                     random,
                     Text(options.address),
                     "kubelet/" + machine},
        server(e, transport, machine, r, *this) {}

  // From the watch.
  void pod_changed(const Pod* before, const Pod* after);
  void add(const Pod& pod);
  void synced();
  // From the relist.
  void container_exited(const ContainerInfo& info);
  void relisted(const Text& uid);
  // From workers.
  void relist(const PodWorker& worker) override { relists.pod_touched(worker.pod().metadata.uid); }
  void image_pulled() override { node.images_changed(); }
  void released(const PodWorker& worker) override;
  std::optional<Rejection> resize(const PodWorker& worker, const Share& present,
                                  const Share& wanted) override;
  void room_appeared();
  void idle(const PodWorker& worker) override;
  // From the eviction manager.
  std::vector<PodUse> use() const override;
  void evict(const Text& uid, const std::string& message, Duration grace) override;
  void pressures_changed(const Pressures& pressures) override { node.pressures_changed(pressures); }
  void images_removed() override { node.images_changed(); }
  void warn(std::string_view reason, const std::string& message) override { node.warn(reason, message); }

  PodWorker* find(const Text& uid) const {
    const auto found = workers.find(uid);
    return found == workers.end() ? nullptr : found->second.get();
  }

  // For who asks this node.
  const PodWorker* worker_of(const Key& key) const override {
    const Ref<const Pod> pod = pods.find(key);
    return pod ? find(pod->metadata.uid) : nullptr;
  }
  void each(const std::function<void(const PodWorker&)>& visit) const override {
    for (const auto& [uid, worker] : workers) visit(*worker);
  }

  KubeletOptions options;
  Executor& executor;
  ContainerRuntime& runtime;
  Random random;
  Client client, event_client;
  EventRecorder events;
  Cache<Pod> pods;
  NodeAgent node;
  Eviction eviction;
  Admission admission;
  Relist relists;
  Surroundings surroundings;
  std::map<std::string, Remains, std::less<>> remains;  // by pod uid; not claimed by a pod yet
  std::map<Text, std::unique_ptr<PodWorker>> workers;   // by pod uid
  std::set<Text> deferred;                              // uids of those whose resize waits for room
  NodeServer server;
};

void Kubelet::State::pod_changed(const Pod* before, const Pod* after) {
  const bool replaced =
      before != nullptr && after != nullptr && !(before->metadata.uid == after->metadata.uid);
  if (before != nullptr && (after == nullptr || replaced)) {
    if (PodWorker* worker = find(before->metadata.uid)) worker->object_gone();
  }
  if (after == nullptr) return;
  if (PodWorker* worker = find(after->metadata.uid))
    worker->pod_changed(Ref<const Pod>::share(after));
  else if (before == nullptr || replaced)
    add(*after);
}

// Pods that this node took before keep their place; the others must fit.
void Kubelet::State::add(const Pod& pod) {
  const Text& uid = pod.metadata.uid;
  const auto left = remains.find(uid.view());
  const bool known = left != remains.end() || pod.status.value().start_time != TimePoint{};
  if (is_terminal(pod) && left == remains.end()) return;
  PodState state = recovered_state(pod, left != remains.end() ? left->second : Remains{});
  if (left != remains.end()) remains.erase(left);
  auto& worker = workers[uid];
  worker = std::make_unique<PodWorker>(surroundings, Ref<const Pod>::share(&pod), std::move(state));
  const Share share = worker->share();
  if (!known) {
    if (const std::string pressed = eviction.refusal(pod); !pressed.empty())
      return worker->reject("Evicted", pressed);
    if (const auto refusal = admission.refuses(share))
      return worker->reject(refusal->reason, refusal->message);
  }
  admission.take(share);
  worker->start();
}

// What no pod has claimed belongs to pods that were deleted meanwhile.
void Kubelet::State::synced() {
  for (const auto& [uid, left] : std::exchange(remains, {})) {
    for (const Sandbox& sandbox : left.sandboxes)
      runtime.remove_sandbox(sandbox.id, [](const Result<Nothing>&) {});
  }
}

void Kubelet::State::container_exited(const ContainerInfo& info) {
  if (PodWorker* worker = find(info.sandbox_uid)) worker->container_exited(info);
}

void Kubelet::State::relisted(const Text& uid) {
  if (PodWorker* worker = find(uid)) worker->relisted();
}

void Kubelet::State::released(const PodWorker& worker) {
  admission.give_back(worker.share());
  eviction.pod_ended(worker.pod().metadata.uid);
  deferred.erase(worker.pod().metadata.uid);
  room_appeared();
}

std::optional<Rejection> Kubelet::State::resize(const PodWorker& worker, const Share& present,
                                                const Share& wanted) {
  const Text& uid = worker.pod().metadata.uid;
  deferred.erase(uid);
  std::optional<Rejection> refusal = admission.exchange(present, wanted);
  if (refusal && refusal->reason == "Deferred") deferred.insert(uid);
  if (!refusal) room_appeared();
  return refusal;
}

// Those that wait ask again, each on its own.
void Kubelet::State::room_appeared() {
  for (const Text& uid : deferred) {
    executor.post([this, uid] {
      PodWorker* worker = deferred.contains(uid) ? find(uid) : nullptr;
      if (worker != nullptr) worker->room_appeared();
    });
  }
}

void Kubelet::State::idle(const PodWorker& worker) {
  executor.post([this, uid = worker.pod().metadata.uid] {
    if (const PodWorker* idle = find(uid); idle != nullptr && idle->disposable()) workers.erase(uid);
  });
}

std::vector<PodUse> Kubelet::State::use() const {
  std::vector<PodUse> all;
  for (const auto& [uid, worker] : workers) {
    if (!worker->state().ending) all.push_back(use_of(*worker, runtime));
  }
  return all;
}

void Kubelet::State::evict(const Text& uid, const std::string& message, Duration grace) {
  if (PodWorker* worker = find(uid)) worker->evict(message, grace);
}

Kubelet::Kubelet(Executor& executor, Transport& transport, std::string machine, ContainerRuntime& runtime,
                 Chronicle& chronicle, Random random, KubeletOptions options)
    : state_(std::make_unique<State>(executor, transport, machine, runtime, chronicle, random,
                                     std::move(options))) {}

Kubelet::~Kubelet() = default;

void Kubelet::start() {
  State& s = *state_;
  s.remains = remains_of(s.runtime);
  s.runtime.on_exit([&s](const ContainerInfo& info) { s.relists.container_exited(info); });
  s.pods.on_change([&s](const Pod* before, const Pod* after) { s.pod_changed(before, after); });
  s.pods.core().on_synced([&s] { s.synced(); });
  s.node.start();
  s.eviction.start();
  s.pods.start();
}

std::size_t Kubelet::pods() const { return state_->workers.size(); }

}  // namespace podium
