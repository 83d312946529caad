// A pod's probes: which run when, and what their results lead to.
#include <utility>

#include "control-plane/kubelet/pod_worker.h"
#include "control-plane/kubelet/runtime_config.h"

namespace podium::kubelet {

// Until the startup probe has passed, the others do not run. `adopted`: the container ran before this
// kubelet did.
void PodWorker::watch(std::size_t i, bool adopted) {
  const Container& c = container(i);
  if (!record(i).started) return add_watch(i, ProbeKind::kStartup, c.startup_probe, adopted);
  if (!state_.ending) add_watch(i, ProbeKind::kLiveness, c.liveness_probe, adopted);
  add_watch(i, ProbeKind::kReadiness, c.readiness_probe, adopted);
}

void PodWorker::add_watch(std::size_t i, ProbeKind kind, const Box<Probe>& probe, bool adopted) {
  if (!probe) return;
  ProbeWatch::Target target{kind, static_cast<std::uint16_t>(i)};
  ProbeConfig config = probe_config(container(i), *probe);
  if (adopted) {
    config.first = s_.executor.now() + s_.random.between(Duration{0}, config.period - Duration{1});
    target.assumed = kind == ProbeKind::kReadiness;
    target.success = record(i).ready;
  }
  ProbeWatch::Listener& self = *this;
  watches_.push_back(std::make_unique<ProbeWatch>(s_.executor, self, target, *probe));
  watches_.back()->start(s_.runtime, record(i).id, std::move(config));
}

void PodWorker::unwatch(std::size_t i) {
  std::erase_if(watches_, [i](const auto& watch) { return watch->container() == i; });
}

void PodWorker::probe_failed(const ProbeWatch& watch, const std::string& output) {
  if (state_.ending && watch.kind() != ProbeKind::kReadiness) return;
  warning("Unhealthy", std::string(to_string(watch.kind())) + " probe failed: " + output);
}

void PodWorker::probe_settled(const ProbeWatch& watch, bool success) {
  const std::size_t i = watch.container();
  ContainerRecord& r = record(i);
  if (watch.kind() == ProbeKind::kReadiness) {
    r.ready = success;
    tell(Category::kContainer, "container " + container(i).name + (success ? " ready" : " not ready"));
    return publish();
  }
  if (state_.ending) return;
  if (success)
    startup_passed(i);  // liveness begins as success, and returns to it only in another container
  else
    kill_unhealthy(i, watch.kind() == ProbeKind::kStartup);
  look();
}

void PodWorker::startup_passed(std::size_t i) {
  unwatch(i);
  record(i).started = true;
  record(i).ready = !container(i).readiness_probe;
  watch(i, false);
  publish();
}

void PodWorker::kill_unhealthy(std::size_t i, bool startup) {
  ContainerRecord& r = record(i);
  const Probe& probe = startup ? *container(i).startup_probe : *container(i).liveness_probe;
  const std::string what = startup ? "startup" : "liveness";
  const auto& grace = probe.termination_grace_period_seconds;
  r.unhealthy = true;
  r.kill_grace = grace ? Duration{std::chrono::seconds(*grace)} : grace_of(spec());
  tell(Category::kContainer, "container " + container(i).name + " killed by its " + what + " probe");
  normal("Killing", "Container " + container(i).name + " failed " + what + " probe, will be restarted");
}

}  // namespace podium::kubelet
