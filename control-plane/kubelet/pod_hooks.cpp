// Lifecycle hooks that run something. Those that sleep are a matter of time alone (next_action.cpp).
#include <utility>

#include "control-plane/kubelet/hook_command.h"
#include "control-plane/kubelet/pod_worker.h"
#include "control-plane/kubelet/runtime_config.h"

namespace podium::kubelet {

void PodWorker::run_post_start(std::size_t i) {
  const LifecycleHandler& hook = container(i).lifecycle.value().post_start.value();
  if (!runs_something(hook)) return;
  record(i).post_start_runs = true;
  run_hook(i, hook, [this, i](bool well) {
    record(i).post_start_runs = false;
    if (!well) post_start_failed(i);
  });
}

void PodWorker::post_start_failed(std::size_t i) {
  warning("FailedPostStartHook", "PostStartHook failed");
  tell(Category::kContainer, "container " + container(i).name + " killed: its postStart hook failed");
  normal("Killing", "FailedPostStartHook");
  record(i).unhealthy = true;
  record(i).kill_grace = grace_of(spec());
}

void PodWorker::run_pre_stop(std::size_t i) {
  record(i).pre_stop = HookState::kRuns;
  run_hook(i, *container(i).lifecycle->pre_stop, [this, i](bool well) {
    record(i).pre_stop = HookState::kDone;
    if (!well) warning("FailedPreStopHook", "PreStopHook failed");
  });
}

// `done` is dropped if the container exits before. Kubernetes cannot run hooks of kind tcpSocket.
void PodWorker::run_hook(std::size_t i, const LifecycleHandler& hook, std::function<void(bool)> done) {
  const auto end = [this, i, id = record(i).id, done = std::move(done)](bool well) {
    if (!record(i).running() || record(i).id != id) return;
    done(well);
    look();
  };
  if (hook.exec) {
    std::vector<std::string> command;
    for (const Text& word : hook.exec->command) command.push_back(word.str());
    return s_.runtime.exec(record(i).id, std::move(command), {},
                           std::make_shared<HookCommand>([end](const CommandOutcome& outcome) {
                             end(outcome.kind == CommandOutcome::Kind::kSucceeded);
                           }));
  }
  if (!hook.http_get) return end(false);
  const auto probe = std::make_shared<ProbeId>();
  ProbeConfig config = hook_config(container(i), *hook.http_get);
  config.first = s_.executor.now();
  *probe = s_.runtime.start_probe(record(i).id, std::move(config), [this, end, probe](const ProbeResult& r) {
    s_.runtime.stop_probe(*probe);
    // Whatever the status: an answer is an answer.
    const bool answered = r.success || r.output.starts_with("HTTP probe failed with statuscode");
    s_.executor.post([end, answered] { end(answered); });
  });
}

}  // namespace podium::kubelet
