// Pods as `kubectl get pods` shows them. The status column follows kubectl's own algorithm: what a
// person most needs to know, from the containers' states.
#include "control-plane/objects/kinds/pod.h"

#include "control-plane/gateway/age.h"
#include "control-plane/gateway/printer.h"

namespace podium {
namespace {

struct Summary {
  std::string reason;
  std::int64_t ready = 0, total = 0, restarts = 0;
  TimePoint last_restart{};
};

std::string ended_by(const ContainerStateTerminated& end) {
  if (end.signal != 0) return "Signal:" + std::to_string(end.signal);
  return "ExitCode:" + std::to_string(end.exit_code);
}

void count_restarts(const ContainerStatus& status, Summary& summary) {
  summary.restarts += status.restart_count;
  if (const auto* last = status.last_state.terminated.get()) {
    summary.last_restart = std::max(summary.last_restart, last->finished_at);
  }
}

bool is_sidecar(const PodSpec& spec, const Text& name) {
  for (const Container& container : spec.init_containers) {
    if (container.name == name) return container.restart_policy == "Always";
  }
  return false;
}

// Goes over the init containers; true if one of them still has the say.
bool initializing(const Pod& pod, Summary& summary) {
  const PodStatus& status = pod.status.value();
  Summary sidecars;
  for (std::size_t i = 0; i < status.init_container_statuses.size(); ++i) {
    const ContainerStatus& init = status.init_container_statuses[i];
    count_restarts(init, summary);
    const bool sidecar = is_sidecar(pod.spec.value(), init.name);
    if (sidecar) count_restarts(init, sidecars);
    const auto* ended = init.state.terminated.get();
    if (ended != nullptr && ended->exit_code == 0) continue;
    if (sidecar && init.started.value_or(false)) {
      if (init.ready) ++summary.ready;
      continue;
    }
    const auto* waiting = init.state.waiting.get();
    if (ended != nullptr)
      summary.reason = "Init:" + (ended->reason.empty() ? ended_by(*ended) : ended->reason.str());
    else if (waiting != nullptr && !waiting->reason.empty() && !(waiting->reason == "PodInitializing"))
      summary.reason = "Init:" + waiting->reason.str();
    else
      summary.reason = "Init:" + std::to_string(i) + "/" + std::to_string(pod.spec->init_containers.size());
    return true;
  }
  summary.restarts = sidecars.restarts;
  summary.last_restart = sidecars.last_restart;
  return false;
}

void containers(const Pod& pod, Summary& summary) {
  const PodStatus& status = pod.status.value();
  bool running = false;
  for (std::size_t i = status.container_statuses.size(); i-- > 0;) {
    const ContainerStatus& container = status.container_statuses[i];
    count_restarts(container, summary);
    const auto* waiting = container.state.waiting.get();
    const auto* ended = container.state.terminated.get();
    if (waiting != nullptr && !waiting->reason.empty())
      summary.reason = waiting->reason.str();
    else if (ended != nullptr)
      summary.reason = ended->reason.empty() ? ended_by(*ended) : ended->reason.str();
    else if (container.ready && container.state.running) {
      running = true;
      ++summary.ready;
    }
  }
  if (summary.reason == "Completed" && running) {
    const Condition* ready = find_condition(status.conditions, "Ready");
    summary.reason = ready != nullptr && ready->is_true() ? "Running" : "NotReady";
  }
}

bool terminal(const Text& phase) { return phase == "Succeeded" || phase == "Failed"; }

Summary summarize(const Pod& pod) {
  const PodStatus& status = pod.status.value();
  const PodSpec& spec = pod.spec.value();
  Summary summary;
  summary.reason = status.reason.empty() ? status.phase.str() : status.reason.str();
  summary.total = static_cast<std::int64_t>(spec.containers.size());
  for (const Container& init : spec.init_containers) summary.total += init.restart_policy == "Always" ? 1 : 0;
  const Condition* scheduled = find_condition(status.conditions, "PodScheduled");
  if (scheduled != nullptr && scheduled->reason == "SchedulingGated") summary.reason = "SchedulingGated";
  const Condition* initialized = find_condition(status.conditions, "Initialized");
  if (!initializing(pod, summary) || (initialized != nullptr && initialized->is_true()))
    containers(pod, summary);
  if (pod.metadata.deleting()) {
    if (status.reason == "NodeLost")
      summary.reason = "Unknown";
    else if (!terminal(status.phase))
      summary.reason = "Terminating";
  }
  return summary;
}

std::string readiness_gates(const Pod& pod) {
  const auto& gates = pod.spec.value().readiness_gates;
  if (gates.empty()) return "<none>";
  std::size_t met = 0;
  for (const ReadinessGate& gate : gates) {
    const Condition* condition = find_condition(pod.status.value().conditions, gate.condition_type);
    if (condition != nullptr && condition->is_true()) ++met;
  }
  return std::to_string(met) + "/" + std::to_string(gates.size());
}

std::vector<Cell> row(const Object& object, TimePoint now) {
  const auto& pod = static_cast<const Pod&>(object);
  const PodStatus& status = pod.status.value();
  const Summary summary = summarize(pod);
  std::string restarts = std::to_string(summary.restarts);
  if (summary.restarts > 0 && summary.last_restart != TimePoint{}) {
    restarts += " (" + age(summary.last_restart, now) + " ago)";
  }
  return {pod.metadata.name.str(),
          std::to_string(summary.ready) + "/" + std::to_string(summary.total),
          summary.reason,
          restarts,
          age(pod.metadata.creation_timestamp, now),
          or_none(status.pod_ip.str()),
          or_none(pod.spec.value().node_name.str()),
          or_none(status.nominated_node_name.str()),
          readiness_gates(pod)};
}

}  // namespace

Printer pod_printer() {
  return {&Pod::info(),
          {{"Name", "string", "name"},
           {"Ready"},
           {"Status"},
           {"Restarts"},
           {"Age"},
           {"IP", "string", "", 1},
           {"Node", "string", "", 1},
           {"Nominated Node", "string", "", 1},
           {"Readiness Gates", "string", "", 1}},
          &row};
}

}  // namespace podium
