#include "control-plane/kubelet/recovery.h"

#include "control-plane/kubelet/log_source.h"
#include "control-plane/kubelet/pod_status.h"
#include "control-plane/kubelet/words.h"

namespace podium::kubelet {
namespace {

const ContainerStatus* stored_status(const Pod& pod, const Text& name) {
  const PodStatus& status = pod.status.value();
  for (const auto* list :
       {&status.init_container_statuses, &status.container_statuses, &status.ephemeral_container_statuses}) {
    for (const ContainerStatus& one : *list) {
      if (one.name == name) return &one;
    }
  }
  return nullptr;
}

// Probes of an earlier kubelet have said this; it holds until a new result says otherwise.
void adopt_probe_results(ContainerRecord& record, const Container& container, const ContainerStatus* stored) {
  if (!record.running()) return;
  record.started = !container.startup_probe || (stored != nullptr && stored->started.value_or(false));
  record.ready = record.started && (!container.readiness_probe || (stored != nullptr && stored->ready));
}

void adopt_lost_attempt(ContainerRecord& record, const ContainerStatus& stored) {
  if (stored.container_id.empty()) return;
  record.attempt = stored.restart_count + 1;
  record.last = stored.state.terminated ? stored.state.terminated : stored.last_state.terminated;
}

// An ephemeral container that has been is not started again: it has ended, somehow.
void adopt_end(ContainerRecord& record, const ContainerStatus& stored) {
  if (stored.container_id.empty()) return;
  record.id = runtime_id(stored.container_id);
  record.state = ContainerState::kExited;
  const ContainerStateTerminated unknown{137, 0, words().unknown, words().vanished};
  const ContainerStateTerminated& end = stored.state.terminated ? *stored.state.terminated : unknown;
  record.exit_code = end.exit_code;
  record.exit_reason = end.reason;
  record.exit_message = end.message;
  record.started_at = end.started_at;
  record.finished_at = end.finished_at;
}

ContainerRecord recovered(const Pod& pod, std::size_t i, const PodState& state, const Remains& remains) {
  const Container& container = container_at(*pod.spec, i);
  ContainerRecord record;
  for (const ContainerInfo& info : remains.containers) {
    if (info.sandbox != state.sandbox || !(container.name == info.name)) continue;
    if (record.exited()) record.last = termination(record);
    note(record, info);
  }
  const ContainerStatus* stored = stored_status(pod, container.name);
  if (record.id.empty() && stored != nullptr) {
    if (is_ephemeral(*pod.spec, i)) {
      adopt_end(record, *stored);
      return record;
    }
    adopt_lost_attempt(record, *stored);
  }
  if (!record.id.empty() && !record.last && stored != nullptr) record.last = stored->last_state.terminated;
  adopt_probe_results(record, container, stored);
  return record;
}

// What the containers were given, if that is not what the spec asks for now.
Box<Resize> recovered_resize(const Pod& pod) {
  Resize resize;
  bool differs = false;
  for (std::size_t i = 0; i < proper_end(*pod.spec); ++i) {
    const Container& container = container_at(*pod.spec, i);
    const ContainerStatus* stored = stored_status(pod, container.name);
    const bool told = stored != nullptr && !(stored->resources == ResourceRequirements());
    resize.allocated.push_back(told ? stored->resources : container.resources);
    differs = differs || !(resize.allocated.back() == container.resources);
  }
  if (!differs) return {};
  resize.actual = resize.allocated;
  return resize;
}

}  // namespace

std::map<std::string, Remains, std::less<>> remains_of(const ContainerRuntime& runtime) {
  std::map<std::string, Remains, std::less<>> all;
  for (Sandbox& sandbox : runtime.sandboxes()) all[sandbox.uid].sandboxes.push_back(std::move(sandbox));
  for (ContainerInfo& info : runtime.containers())
    all[info.sandbox_uid].containers.push_back(std::move(info));
  return all;
}

void note(ContainerRecord& record, const ContainerInfo& info) {
  record.id = info.id;
  record.state = info.state;
  record.attempt = info.attempt;
  record.started_at = info.started;
  if (info.state != ContainerState::kExited) return;
  record.finished_at = info.finished;
  record.exit_code = info.exit_code;
  record.exit_reason = exit_reason(info.reason);
  record.exit_message = info.message;
}

PodState recovered_state(const Pod& pod, const Remains& remains) {
  PodState state;
  state.start_time = pod.status.value().start_time;
  if (!remains.sandboxes.empty()) {
    const Sandbox& latest = remains.sandboxes.back();
    state.sandbox = latest.id;
    state.sandbox_ready = latest.ready;
    if (latest.ready) state.address = latest.address;
  }
  const std::size_t count = container_count(*pod.spec);
  state.containers.reserve(count);
  for (std::size_t i = 0; i < count; ++i) state.containers.push_back(recovered(pod, i, state, remains));
  state.resize = recovered_resize(pod);
  return state;
}

PodState fresh_state(const Pod& pod) { return recovered_state(pod, {}); }

}  // namespace podium::kubelet
