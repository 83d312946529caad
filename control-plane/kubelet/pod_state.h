// A pod as its kubelet finds it: sandbox and containers, what they wait for, how far its end has come.
// Plain data, a few hundred bytes a pod; the pure functions beside decide and describe on it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "control-plane/kubelet/backoff.h"
#include "control-plane/objects/kinds/pod.h"
#include "runtime/env/container_runtime.h"

namespace podium::kubelet {

enum class HookState : std::uint8_t { kNotBegun, kRuns, kDone };

// Does the hook run something, other than to sleep?
inline bool runs_something(const LifecycleHandler& hook) {
  return hook.exec || hook.http_get || hook.tcp_socket;
}

// One container of the spec: the latest that was made of it.
struct ContainerRecord {
  ContainerId id;                                   // empty: none exists
  ContainerState state = ContainerState::kCreated;  // of `id`
  bool image_ready = false;                         // looked after for the next start
  bool started = false;                             // its startup probe, if any, has passed
  bool ready = false;                               // its readiness probe, if any, has passed
  bool stopping = false;                            // it was asked to stop
  bool unhealthy = false;                           // a probe, or a resize, wants it killed and restarted
  bool post_start_runs = false;                     // its postStart hook has not ended
  HookState pre_stop = HookState::kNotBegun;        // its preStop hook
  bool backing_off = false;                         // what is shown is that it waits
  std::int32_t attempt = 0;                         // of `id`; without one, of the next to be made
  std::int32_t exit_code = 0;
  TimePoint started_at{}, finished_at{};
  Text exit_reason, exit_message;
  Text waiting_reason, waiting_message;  // empty: just not there yet
  TimePoint failed_at{}, retry_at{};     // the last try to make it; not to be tried before
  Duration kill_grace{0};                // for a probe's kill
  Backoff restarts;
  Box<ContainerStateTerminated> last;  // how the one before ended

  bool running() const { return !id.empty() && state == ContainerState::kRunning; }
  bool exited() const { return !id.empty() && state == ContainerState::kExited; }
  bool failed() const { return exited() && exit_code != 0; }
  bool done() const { return exited() && exit_code == 0; }
};

// What was asked of the runtime and is not answered yet. One at a time, save for stops.
enum class Busy : std::uint8_t { kNo, kSandbox, kImage, kCreate, kStart, kResize, kTearDown };

struct ImageBackoff {
  Text image;
  Backoff backoff;
};

// What became of changes to the containers' resources. By container, as PodState::containers.
struct Resize {
  std::vector<ResourceRequirements> allocated;  // what this node has granted
  std::vector<ResourceRequirements> actual;     // what the runtime was told
  Text pending_reason, pending_message;         // why the spec's wish is not granted; empty: it is
};

struct PodState {
  SandboxId sandbox;  // empty: none
  bool sandbox_ready = false;
  Text address;
  TimePoint sandbox_retry_at{};
  std::vector<ContainerRecord> containers;  // init, proper and ephemeral ones, each in the spec's order
  Box<Resize> resize;                       // of a pod whose resources were changed here
  std::vector<ImageBackoff> images;         // of those that could not be pulled
  Busy busy = Busy::kNo;
  TimePoint start_time{};  // when this node accepted the pod

  bool ending = false;     // containers are to stop, for good
  bool deleted = false;    // its object is to go, so everything else is
  bool rejected = false;   // never admitted
  bool torn_down = false;  // nothing is left of it on this machine
  TimePoint end_begun{}, kill_by{};
  Text failed_reason, failed_message;  // of a pod that its kubelet failed
};

// The containers of the spec are counted through: init containers, proper ones, ephemeral ones.
inline std::size_t proper_end(const PodSpec& spec) {
  return spec.init_containers.size() + spec.containers.size();
}
inline std::size_t container_count(const PodSpec& spec) {
  return proper_end(spec) + spec.ephemeral_containers.size();
}
inline const Container& container_at(const PodSpec& spec, std::size_t i) {
  const std::size_t inits = spec.init_containers.size(), end = proper_end(spec);
  if (i >= end) return spec.ephemeral_containers[i - end];
  return i < inits ? spec.init_containers[i] : spec.containers[i - inits];
}
inline bool is_init(const PodSpec& spec, std::size_t i) { return i < spec.init_containers.size(); }
inline bool is_ephemeral(const PodSpec& spec, std::size_t i) { return i >= proper_end(spec); }
inline bool is_sidecar(const PodSpec& spec, std::size_t i) {
  return is_init(spec, i) && spec.init_containers[i].restart_policy == "Always";
}

// The grace period that deletion and probes give the pod's containers, unless told otherwise.
inline Duration grace_of(const PodSpec& spec) {
  return std::chrono::seconds(std::max<std::int64_t>(1, spec.termination_grace_period_seconds.value_or(30)));
}

// What containers[i] may use, as far as this node has granted it.
const ResourceRequirements& resources_at(const PodSpec& spec, const PodState& state, std::size_t i);

// Would the kubelet start containers[i] again after its exit?
bool restarts(const PodSpec& spec, std::size_t i, const ContainerRecord& record);
// All init containers have done their part: run to success, or started if they are sidecars.
bool initialized(const PodSpec& spec, const PodState& state);
// Nothing of the pod will run again: it has succeeded or failed.
bool is_over(const PodSpec& spec, const PodState& state);

}  // namespace podium::kubelet
