#include "control-plane/kubelet/next_action.h"

#include <algorithm>

namespace podium::kubelet {
namespace {

// One look at a pod: finds the first step, or when to look again.
class Look {
 public:
  Look(const PodSpec& spec, const PodState& state, const KubeletOptions& options, TimePoint now)
      : spec_(spec), state_(state), options_(options), now_(now) {}

  Action action() {
    const bool found = state_.ending ? end() : run();
    if (!found) act_.step = Step::kNothing;
    return act_;
  }

 private:
  // Each returns true if it has found what to do.
  bool run();
  bool expire();
  bool kill_unhealthy();
  bool sandbox();
  bool resize();
  bool ephemeral_containers();
  bool init_containers();
  bool containers();
  bool bring_up(std::size_t i);
  bool wait_for_restart(std::size_t i);
  bool make(std::size_t i);
  bool end();
  bool stop_all();
  bool stop(std::size_t i);

  bool take(Step step, std::size_t container = 0) {
    act_.step = step;
    act_.container = static_cast<int>(container);
    return true;
  }
  bool later(TimePoint at) {
    act_.again = std::min(act_.again, at);
    return false;
  }
  const ContainerRecord& record(std::size_t i) const { return state_.containers[i]; }
  bool any_running() const {
    return std::any_of(state_.containers.begin(), state_.containers.end(),
                       [](const ContainerRecord& r) { return r.running(); });
  }

  const PodSpec& spec_;
  const PodState& state_;
  const KubeletOptions& options_;
  TimePoint now_;
  Action act_;
};

bool Look::run() {
  if (expire() || kill_unhealthy()) return true;
  if (state_.busy != Busy::kNo) return false;
  if (is_over(spec_, state_)) return take(Step::kEnd);
  if (!state_.sandbox_ready) return sandbox();
  if (resize() || ephemeral_containers() || init_containers()) return true;
  return initialized(spec_, state_) && containers();
}

bool Look::expire() {
  if (!spec_.active_deadline_seconds || state_.start_time == TimePoint{}) return false;
  const TimePoint deadline = state_.start_time + std::chrono::seconds(*spec_.active_deadline_seconds);
  return now_ >= deadline ? take(Step::kExpire) : later(deadline);
}

bool Look::kill_unhealthy() {
  for (std::size_t i = 0; i < state_.containers.size(); ++i) {
    if (!record(i).unhealthy || record(i).stopping || !record(i).running()) continue;
    act_.grace = std::max(record(i).kill_grace, options_.minimum_grace);
    return take(Step::kStop, i);
  }
  return false;
}

bool Look::sandbox() {
  if (!state_.sandbox.empty()) return take(Step::kReplaceSandbox);
  if (now_ < state_.sandbox_retry_at) return later(state_.sandbox_retry_at);
  return take(Step::kCreateSandbox);
}

bool Look::resize() {
  if (!state_.resize) return false;
  for (std::size_t i = 0; i < state_.resize->allocated.size(); ++i) {
    if (!record(i).running() || record(i).stopping || record(i).unhealthy) continue;
    if (!(state_.resize->allocated[i] == state_.resize->actual[i])) return take(Step::kResize, i);
  }
  return false;
}

// They need not wait for the others, and are started once only.
bool Look::ephemeral_containers() {
  for (std::size_t i = proper_end(spec_); i < state_.containers.size(); ++i) {
    if (!record(i).running() && !record(i).exited() && bring_up(i)) return true;
  }
  return false;
}

// One after the other; a sidecar lets the next one go on once it has started, and is kept running.
bool Look::init_containers() {
  const bool all_done = initialized(spec_, state_);
  for (std::size_t i = 0; i < spec_.init_containers.size(); ++i) {
    const ContainerRecord& r = record(i);
    if (!is_sidecar(spec_, i)) {
      if (all_done || r.done()) continue;
      return !r.running() && bring_up(i);
    }
    if (!r.running() && bring_up(i)) return true;
    if (!all_done && !(r.running() && r.started)) return false;
  }
  return false;
}

// In the spec's order: a postStart hook holds up those behind it.
bool Look::containers() {
  for (std::size_t i = spec_.init_containers.size(); i < proper_end(spec_); ++i) {
    const ContainerRecord& r = record(i);
    if (r.exited() && !restarts(spec_, i, r)) continue;
    if (!r.running()) {
      if (bring_up(i)) return true;
      continue;
    }
    if (r.post_start_runs) return false;
    const LifecycleHandler& hook = container_at(spec_, i).lifecycle.value().post_start.value();
    if (!hook.sleep) continue;
    const TimePoint slept = r.started_at + std::chrono::seconds(hook.sleep->seconds);
    if (now_ < slept) return later(slept);
  }
  return false;
}

// What containers[i], which does not run but should, needs next.
bool Look::bring_up(std::size_t i) {
  const ContainerRecord& r = record(i);
  if (r.exited() && wait_for_restart(i)) return true;
  if (r.exited() && now_ < r.restarts.allowed(r.finished_at, crash_limits(options_))) return false;
  if (now_ < r.retry_at) {
    const bool pull_failed = r.waiting_reason == "ErrImagePull";
    const TimePoint shown = r.failed_at + options_.backoff_shown_after;
    if (pull_failed && now_ >= shown) return take(Step::kShowImageBackoff, i);
    return later(pull_failed ? std::min(shown, r.retry_at) : r.retry_at);
  }
  return make(i);
}

// True if the wait for the restart is to be shown now; notes when to look again.
bool Look::wait_for_restart(std::size_t i) {
  const ContainerRecord& r = record(i);
  const TimePoint allowed = r.restarts.allowed(r.finished_at, crash_limits(options_));
  if (now_ >= allowed || r.backing_off) {
    if (now_ < allowed) later(allowed);
    return false;
  }
  const TimePoint shown = r.finished_at + options_.backoff_shown_after;
  if (now_ >= shown) return take(Step::kShowCrashBackoff, i);
  return later(std::min(shown, allowed));
}

bool Look::make(std::size_t i) {
  const ContainerRecord& r = record(i);
  if (!r.id.empty() && r.state == ContainerState::kCreated) return take(Step::kStart, i);
  return take(r.image_ready ? Step::kCreate : Step::kEnsureImage, i);
}

bool Look::end() {
  if (stop_all()) return true;
  // A pull goes on without us. What has ended but is not deleted stays, for its logs.
  const bool waits = state_.busy != Busy::kNo && state_.busy != Busy::kImage;
  if (any_running() || waits || !state_.deleted) return false;
  if (!state_.sandbox.empty()) return take(Step::kTearDown);
  return take(Step::kFinish);
}

// All at once, but sidecars only after the others, the last one first.
bool Look::stop_all() {
  bool others_run = false;
  for (std::size_t i = 0; i < state_.containers.size(); ++i) {
    if (is_sidecar(spec_, i) || !record(i).running()) continue;
    others_run = true;
    if (stop(i)) return true;
  }
  if (others_run) return false;
  for (std::size_t i = spec_.init_containers.size(); i-- > 0;) {
    if (record(i).running()) return stop(i);
  }
  return false;
}

// The preStop hook's time counts against the grace period.
bool Look::stop(std::size_t i) {
  if (record(i).stopping) return false;
  const LifecycleHandler& hook = container_at(spec_, i).lifecycle.value().pre_stop.value();
  if (hook.sleep) {
    const TimePoint slept = state_.end_begun + std::chrono::seconds(hook.sleep->seconds);
    const TimePoint at = std::min(slept, state_.kill_by);
    if (now_ < at) return later(at);
  } else if (runs_something(hook) && record(i).pre_stop != HookState::kDone && now_ < state_.kill_by) {
    return record(i).pre_stop == HookState::kRuns ? later(state_.kill_by) : take(Step::kPreStop, i);
  }
  act_.grace = std::max(state_.kill_by - now_, options_.minimum_grace);
  return take(Step::kStop, i);
}

}  // namespace

Action next_action(const PodSpec& spec, const PodState& state, const KubeletOptions& options, TimePoint now) {
  return Look(spec, state, options, now).action();
}

BackoffLimits crash_limits(const KubeletOptions& options) {
  return {options.crash_backoff_initial, options.crash_backoff_max};
}

BackoffLimits image_limits(const KubeletOptions& options) {
  return {options.image_backoff_initial, options.image_backoff_max};
}

}  // namespace podium::kubelet
