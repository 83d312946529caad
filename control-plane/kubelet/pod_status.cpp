#include "control-plane/kubelet/pod_status.h"

#include "control-plane/kubelet/phase.h"
#include "control-plane/kubelet/pod_conditions.h"
#include "control-plane/kubelet/words.h"

namespace podium::kubelet {
namespace {

Text container_id(const ContainerRecord& record) {
  return record.id.empty() ? Text() : Text("containerd://" + record.id);
}

ContainerStateWaiting waiting(const PodSpec& spec, const ContainerRecord& record) {
  if (!record.waiting_reason.empty()) return {record.waiting_reason, record.waiting_message};
  return {spec.init_containers.empty() ? words().container_creating : words().pod_initializing, {}};
}

// Unchanged boxes are taken from `before`, so that equal statuses cost no memory of their own.
template <class T>
Box<T> boxed(T value, const Box<T>& before) {
  return before && *before == value ? before : Box<T>(std::move(value));
}

ContainerStatusState state_of(const PodSpec& spec, const PodState& state, const ContainerRecord& record,
                              const ContainerStatusState& before) {
  ContainerStatusState shown;
  const bool waits_again = record.exited() && !record.waiting_reason.empty() && !state.ending;
  if (record.running())
    shown.running = boxed(ContainerStateRunning{record.started_at}, before.running);
  else if (record.exited() && !waits_again)
    shown.terminated = boxed(termination(record), before.terminated);
  else if (state.torn_down)
    shown.terminated =
        boxed(ContainerStateTerminated{137, 0, words().unknown, words().vanished}, before.terminated);
  else
    shown.waiting = boxed(waiting(spec, record), before.waiting);
  return shown;
}

const ContainerStatus* find_status(const List<ContainerStatus>& statuses, std::size_t at, const Text& name) {
  if (at < statuses.size() && statuses[at].name == name) return &statuses[at];
  for (const ContainerStatus& status : statuses) {
    if (status.name == name) return &status;
  }
  return nullptr;
}

const ResourceRequirements& given(const PodSpec& spec, const PodState& state, std::size_t i) {
  const bool resized = state.resize && i < state.resize->actual.size() && state.containers[i].running();
  return resized ? state.resize->actual[i] : resources_at(spec, state, i);
}

// A container that waits for its restart shows its end as the last state, and counts as restarted only
// when it is.
ContainerStatus status_of(const PodSpec& spec, const PodState& state, std::size_t i,
                          const ContainerStatus* before) {
  static const ContainerStatus kNone;
  const ContainerStatus& old = before != nullptr ? *before : kNone;
  const ContainerRecord& record = state.containers[i];
  const Container& container = container_at(spec, i);
  ContainerStatus status;
  status.name = container.name;
  status.image = container.image;
  status.state = state_of(spec, state, record, old.state);
  if (record.exited() && !status.state.terminated)
    status.last_state.terminated = boxed(termination(record), old.last_state.terminated);
  else if (record.last)
    status.last_state.terminated = record.last;
  status.restart_count = record.attempt;
  if (!is_ephemeral(spec, i)) {
    const bool to_completion = is_init(spec, i) && !is_sidecar(spec, i);
    status.ready = to_completion ? record.done() : record.running() && record.ready;
    status.started = record.running() && record.started;
  }
  if (!record.id.empty()) {
    status.resources = given(spec, state, i);
    status.container_id = container_id(record);
    if (status.container_id == old.container_id) status.container_id = old.container_id;
    status.image_id = container.image;
  }
  return status;
}

// Of containers[first] up to containers[end].
List<ContainerStatus> statuses_of(const PodSpec& spec, const PodState& state, std::size_t first,
                                  std::size_t end, const List<ContainerStatus>& before) {
  std::vector<ContainerStatus> statuses;
  statuses.reserve(end - first);
  for (std::size_t i = first; i < end; ++i) {
    const ContainerStatus* old = find_status(before, i - first, container_at(spec, i).name);
    statuses.push_back(status_of(spec, state, i, old));
  }
  List<ContainerStatus> list(std::move(statuses));
  return list == before ? before : list;
}

void set_addresses(PodStatus& status, const PodState& state, const Text& host_ip) {
  if (!host_ip.empty() && !(status.host_ip == host_ip)) {
    status.host_ip = host_ip;
    status.host_ips = {PodIP{host_ip}};
  }
  if (!state.address.empty() && !(status.pod_ip == state.address)) {
    status.pod_ip = state.address;
    status.pod_ips = {PodIP{state.address}};
  }
}

}  // namespace

ContainerStateTerminated termination(const ContainerRecord& record) {
  return {
      record.exit_code,  0, record.exit_reason, record.exit_message, container_id(record), record.started_at,
      record.finished_at};
}

PodStatus make_status(const Pod& stored, const PodState& state, const Text& host_ip, TimePoint now) {
  PodStatus status = stored.status.value();
  const PodSpec& spec = *stored.spec;
  if (status.start_time == TimePoint{}) status.start_time = state.start_time;
  status.phase = phase_of(spec, state, status.phase);
  // Not before nothing runs any more (mergePodStatus of status_manager.go).
  if (!state.failed_reason.empty() && is_finished(status.phase)) {
    status.reason = state.failed_reason;
    status.message = state.failed_message;
  }
  if (state.rejected) return status;
  set_addresses(status, state, host_ip);
  const std::size_t inits = spec.init_containers.size(), end = proper_end(spec);
  status.init_container_statuses = statuses_of(spec, state, 0, inits, status.init_container_statuses);
  status.container_statuses = statuses_of(spec, state, inits, end, status.container_statuses);
  if (end < state.containers.size())
    status.ephemeral_container_statuses =
        statuses_of(spec, state, end, state.containers.size(), status.ephemeral_container_statuses);
  status.conditions = make_conditions(spec, state, status, now);
  return status;
}

}  // namespace podium::kubelet
