#include "control-plane/autoscaler/karpenter/karpenter.h"

#include <algorithm>
#include <utility>

#include "control-plane/autoscaler/group_states.h"
#include "control-plane/autoscaler/karpenter/karpenter_state.h"
#include "control-plane/autoscaler/pending.h"

namespace podium {

using namespace autoscaler;

namespace {

constexpr std::size_t kMostTold = 1000;  // pods in one batch

// Evictions go on until the budgets let them, as long as nobody sets a terminationGracePeriod.
ScaleDownOptions patient() {
  ScaleDownOptions options;
  options.max_eviction_time = 24h;
  options.delete_delay_after_taint = Duration{0};
  options.evict_daemon_sets_of_occupied = false;
  return options;
}

RemovalWords karpenter_words() {
  return {.taint = "karpenter.sh/disrupted",
          .marked_reason = "DisruptionTerminating",
          .marked = "Disrupting Node",
          .pod_reason = "Evicted",
          .pod = "Evicted pod",
          .removed_reason = "",
          .removed = "",
          .failed_reason = "FailedDraining"};
}

}  // namespace

Karpenter::State::State(Executor& e, Transport& transport, const std::string& machine, Chronicle& c,
                        CloudProvider& p, const Random& r, KarpenterOptions o)
    : executor(e),
      chronicle(c),
      cloud(p),
      options(std::move(o)),
      drain_options(patient()),
      words(karpenter_words()),
      client(e, transport, machine, r.fork("client"), options.client),
      recorder(client, "karpenter"),
      plugins(plugins_of(options.profile)),
      picture(client, "kube-system") {}

Karpenter::Karpenter(Executor& executor, Transport& transport, std::string machine, Chronicle& chronicle,
                     CloudProvider& cloud, Random random, KarpenterOptions options)
    : state_(std::make_unique<State>(executor, transport, machine, chronicle, cloud, random,
                                     std::move(options))) {}

Karpenter::~Karpenter() = default;

void Karpenter::start() {
  State& s = *state_;
  s.picture.on_unscheduled = [&s](const Pod& pod) { s.pod_waits(pod); };
  s.picture.start();
  s.tick = s.executor.run_after(s.options.disruption_interval, [&s] { s.look(); });
}

// The window closes when no pod has come for batch_idle, and after batch_max.
void Karpenter::State::pod_waits(const Pod& pod) {
  const Condition* scheduled = find_condition(pod.status.value().conditions, "PodScheduled");
  if (scheduled == nullptr || !(scheduled->reason == "Unschedulable")) return;
  const TimePoint now = executor.now();
  if (window == TimerId::kNone) {
    window_opened = now;
    window = executor.run_after(options.batch_idle, [this] { provision(); });
  } else {
    executor.rearm(window, std::min(now + options.batch_idle, window_opened + options.batch_max));
  }
}

// Nodes that are there and not Ready are not like those to come: types are as the cloud tells of them.
std::vector<InstanceType> Karpenter::State::types() {
  const TimePoint now = executor.now();
  const std::vector<Ref<const DaemonSet>> daemons = picture.daemon_sets();
  std::vector<InstanceType> all;
  for (const MachineGroup& group : cloud.groups()) {
    InstanceType type;
    type.group = group;
    const auto unavailable = unavailable_until.find(group.name);
    const bool available = unavailable == unavailable_until.end() || unavailable->second <= now;
    type.left = available ? std::max(0, group.max - cloud.target_size(group.name)) : 0;
    type.made.node = node_of(group.shape, "new-" + group.name);
    type.made.pods = daemon_pods(plugins, daemons, type.made.node);
    all.push_back(std::move(type));
  }
  return all;
}

void Karpenter::State::add_upcoming(WhatIf& what_if, const std::vector<InstanceType>& all,
                                    std::vector<Text>& nodes) {
  for (const auto& [machine, since] : launched) {
    const std::string group = cloud.group_of(machine);
    for (const InstanceType& type : all) {
      if (type.group.name != group) continue;
      const std::string name = "upcoming-" + machine;
      what_if.add_node(renamed(*type.made.node, name));
      for (const Ref<const Pod>& pod : type.made.pods) what_if.put(pod, name);
      nodes.emplace_back(name);
    }
  }
  what_if.settle();
}

void Karpenter::State::provision() {
  window = TimerId::kNone;
  if (!picture.synced()) return;
  picture.view().settle();
  const std::vector<Ref<const Pod>> waiting =
      unschedulable(picture.unscheduled(), {.expendable_cutoff = INT64_MIN}, executor.now());
  std::vector<Text> nodes;
  picture.nodes().each([&](const Node& node) {
    const std::string name = node.metadata.name.str();
    if (is_ready(node)) launched.erase(name);
    if (!removals.contains(node.metadata.name)) nodes.push_back(node.metadata.name);
  });
  const std::vector<InstanceType> all = types();
  WhatIf what_if(picture.view());
  add_upcoming(what_if, all, nodes);
  std::vector<PodGroup> pods = without_room(plugins, what_if, group_pods(waiting), nodes);
  const Provision wanted = choose_instances(plugins, what_if, all, std::move(pods));
  std::size_t told = 0;
  for (const Launch& one : wanted.launches) {
    const std::string machine = launch(all[one.type].group.name);
    for (const Ref<const Pod>& pod : one.pods) {
      if (machine.empty() || ++told > kMostTold) break;
      recorder.normal(*pod, "Nominated", "Pod should schedule on: node/" + machine);
    }
  }
}

std::string Karpenter::State::launch(const std::string& type) {
  const Status asked = cloud.increase(type, 1);
  if (!asked.ok()) {
    record("machine-type/" + type, "refused: " + asked.error().message);
    unavailable_until[type] = executor.now() + options.unavailable_time;
    return {};
  }
  const std::string machine = cloud.instances(type).back().name;
  record("machine/" + machine, "launched");
  launched[machine] = executor.now();
  return machine;
}

void Karpenter::State::record(const std::string& subject, const std::string& what) {
  chronicle.record(executor, Category::kDecision, "karpenter", subject, what);
}

}  // namespace podium
