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

// One container of the spec: the latest that was made of it.
struct ContainerRecord {
  ContainerId id;                                   // empty: none exists
  ContainerState state = ContainerState::kCreated;  // of `id`
  bool image_ready = false;                         // looked after for the next start
  bool started = false;                             // its startup probe, if any, has passed
  bool ready = false;                               // its readiness probe, if any, has passed
  bool stopping = false;                            // it was asked to stop
  bool unhealthy = false;                           // a probe wants it killed and restarted
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
enum class Busy : std::uint8_t { kNo, kSandbox, kImage, kCreate, kStart, kTearDown };

struct ImageBackoff {
  Text image;
  Backoff backoff;
};

struct PodState {
  SandboxId sandbox;  // empty: none
  bool sandbox_ready = false;
  Text address;
  TimePoint sandbox_retry_at{};
  std::vector<ContainerRecord> containers;  // init containers first, both in the spec's order
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

// The spec's container behind containers[i].
inline const Container& container_at(const PodSpec& spec, std::size_t i) {
  const std::size_t inits = spec.init_containers.size();
  return i < inits ? spec.init_containers[i] : spec.containers[i - inits];
}
inline bool is_init(const PodSpec& spec, std::size_t i) { return i < spec.init_containers.size(); }
inline bool is_sidecar(const PodSpec& spec, std::size_t i) {
  return is_init(spec, i) && spec.init_containers[i].restart_policy == "Always";
}

// The grace period that deletion and probes give the pod's containers, unless told otherwise.
inline Duration grace_of(const PodSpec& spec) {
  return std::chrono::seconds(std::max<std::int64_t>(1, spec.termination_grace_period_seconds.value_or(30)));
}

// Would the kubelet start containers[i] again after its exit?
bool restarts(const PodSpec& spec, std::size_t i, const ContainerRecord& record);
// All init containers have done their part: run to success, or started if they are sidecars.
bool initialized(const PodSpec& spec, const PodState& state);
// Nothing of the pod will run again: it has succeeded or failed.
bool is_over(const PodSpec& spec, const PodState& state);

}  // namespace podium::kubelet
