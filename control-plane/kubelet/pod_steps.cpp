// A pod's sandbox and containers: what PodWorker asks of the runtime, and what it makes of the answers.
#include <utility>

#include "control-plane/kubelet/log_source.h"
#include "control-plane/kubelet/pod_status.h"
#include "control-plane/kubelet/pod_worker.h"
#include "control-plane/kubelet/recovery.h"
#include "control-plane/kubelet/runtime_config.h"
#include "control-plane/kubelet/words.h"
#include "control-plane/objects/go_duration_text.h"

namespace podium::kubelet {

void PodWorker::create_sandbox() {
  state_.busy = Busy::kSandbox;
  ++calls_;
  s_.runtime.create_sandbox(sandbox_config(*pod_), [this](Result<Sandbox> result) {
    state_.busy = Busy::kNo;
    if (result.ok()) {
      state_.sandbox = std::move(result.value().id);
      state_.address = result.value().address;
      state_.sandbox_ready = true;
    } else {
      state_.sandbox_retry_at = s_.executor.now() + s_.options.error_retry;
      warning("FailedCreatePodSandBox", "Failed to create pod sandbox: " + result.error().message);
    }
    look();
    answered();
  });
}

void PodWorker::replace_sandbox() {
  normal("SandboxChanged", "Pod sandbox changed, it will be killed and re-created.");
  tell(Category::kContainer, "sandbox lost, to be made anew");
  state_.busy = Busy::kSandbox;
  ++calls_;
  s_.runtime.remove_sandbox(state_.sandbox, [this](const Result<Nothing>&) {
    state_.busy = Busy::kNo;
    sandbox_replaced();
    look();
    answered();
  });
}

// Its containers went with it. Those that would not be restarted stay ended.
void PodWorker::sandbox_replaced() {
  state_.sandbox.clear();
  state_.sandbox_ready = false;
  for (std::size_t i = 0; i < state_.containers.size(); ++i) {
    ContainerRecord& r = record(i);
    if (is_ephemeral(spec(), i) && r.exited()) continue;
    if (r.id.empty() || (!is_init(spec(), i) && r.exited() && !restarts(spec(), i, r))) continue;
    if (r.exited()) r.last = termination(r);
    ++r.attempt;
    r.id.clear();
    r.waiting_reason = r.waiting_message = {};
  }
}

void PodWorker::tear_down() {
  state_.busy = Busy::kTearDown;
  ++calls_;
  s_.runtime.remove_sandbox(state_.sandbox, [this](const Result<Nothing>&) {
    state_.busy = Busy::kNo;
    state_.sandbox.clear();
    state_.sandbox_ready = false;
    look();
    answered();
  });
}

// The new container takes the place of the one before, which the runtime keeps for its log; the one
// before that goes.
void PodWorker::created(std::size_t i, const ContainerId& id) {
  ContainerRecord& r = record(i);
  if (r.exited()) {
    if (r.last && !r.last->container_id.empty())
      s_.runtime.remove_container(runtime_id(r.last->container_id), [](const Result<Nothing>&) {});
    r.restarts.raise(r.finished_at, s_.executor.now(), crash_limits(s_.options));
    r.last = termination(r);
    ++r.attempt;
  }
  r.id = id;
  r.state = ContainerState::kCreated;
  r.image_ready = r.backing_off = false;
  r.waiting_reason = r.waiting_message = {};
  normal("Created", "Created container: " + container(i).name);
}

void PodWorker::start_container(std::size_t i) {
  state_.busy = Busy::kStart;
  ++calls_;
  s_.runtime.start_container(record(i).id, [this, i](const Result<Nothing>& result) {
    state_.busy = Busy::kNo;
    if (result.ok())
      started(i);
    else
      start_failed(i, result.error());
    look();
    answered();
  });
}

void PodWorker::started(std::size_t i) {
  ContainerRecord& r = record(i);
  r.state = ContainerState::kRunning;
  r.started_at = s_.executor.now();
  r.started = !container(i).startup_probe;
  r.ready = r.started && !container(i).readiness_probe;
  tell(Category::kContainer, "container " + container(i).name + " started");
  normal("Started", "Started container " + container(i).name);
  watch(i, false);
  run_post_start(i);
  s_.kubelet.relist(*this);
}

// One that exited over it is restarted as one that crashed.
void PodWorker::start_failed(std::size_t i, const Error& error) {
  const Result<ContainerInfo> info = s_.runtime.inspect(record(i).id);
  if (!info.ok() || info.value().state != ContainerState::kExited) return failed(i, words().run_error, error);
  warning("Failed", "Error: " + error.message);
  exited(i, info.value());
  publish();
}

void PodWorker::failed(std::size_t i, const Text& reason, const Error& error) {
  ContainerRecord& r = record(i);
  r.image_ready = false;
  r.waiting_reason = reason;
  r.waiting_message = error.message;
  r.failed_at = s_.executor.now();
  r.retry_at = r.failed_at + s_.options.error_retry;
  warning("Failed", "Error: " + error.message);
  publish();
}

// What stops because it was told to is seen at once, without waiting for a relist.
void PodWorker::stop(std::size_t i, Duration grace) {
  ContainerRecord& r = record(i);
  r.stopping = true;
  if (state_.ending) normal("Killing", "Stopping container " + container(i).name);
  ++calls_;
  s_.runtime.stop_container(r.id, grace, [this, i, id = r.id](const Result<Nothing>&) {
    if (record(i).running() && record(i).id == id) {
      const Result<ContainerInfo> info = s_.runtime.inspect(id);
      if (info.ok()) exited(i, info.value());
      publish();
    }
    look();
    answered();
  });
}

void PodWorker::exited(std::size_t i, const ContainerInfo& info) {
  ContainerRecord& r = record(i);
  unwatch(i);
  note(r, info);
  r.started = r.ready = r.stopping = r.unhealthy = r.backing_off = r.post_start_runs = false;
  r.pre_stop = HookState::kNotBegun;
  tell(Category::kContainer, "container " + container(i).name + " exited with code " +
                                 std::to_string(info.exit_code) + " (" + info.reason + ")");
}

void PodWorker::show_crash_backoff(std::size_t i) {
  ContainerRecord& r = record(i);
  const ObjectMeta& meta = pod_->metadata;
  const std::string name = container(i).name.str();
  const std::string pod = meta.name.str() + "_" + meta.namespace_ + "(" + meta.uid + ")";
  const std::string wait = go_duration_text(r.restarts.delay);
  r.backing_off = true;
  r.waiting_reason = words().crash_loop;
  r.waiting_message = "back-off " + wait + " restarting failed container=" + name + " pod=" + pod;
  tell(Category::kContainer, "container " + name + " backs off " + wait);
  warning("BackOff", "Back-off restarting failed container " + name + " in pod " + pod);
  publish();
}

}  // namespace podium::kubelet
