#include "control-plane/kubelet/probe_watch.h"

#include <algorithm>
#include <utility>

namespace podium::kubelet {
namespace {

// A run of results is counted just after its ticks: a change seen at the same tick comes first.
constexpr Duration kAfterTheTick{1};

}  // namespace

const char* to_string(ProbeKind kind) {
  switch (kind) {
    case ProbeKind::kLiveness: return "Liveness";
    case ProbeKind::kReadiness: return "Readiness";
    case ProbeKind::kStartup: return "Startup";
  }
  return "";
}

ProbeWatch::ProbeWatch(Executor& executor, Listener& listener, Target target, const Probe& probe)
    : executor_(executor),
      listener_(listener),
      target_(target),
      success_threshold_(std::max(1, probe.success_threshold)),
      failure_threshold_(std::max(1, probe.failure_threshold)),
      period_(std::chrono::seconds(std::max(1, probe.period_seconds))) {
  if (target_.assumed) return;
  target_.assumed = target_.kind != ProbeKind::kStartup;
  target_.success = target_.kind == ProbeKind::kLiveness;
}

ProbeWatch::~ProbeWatch() {
  executor_.cancel(timer_);
  if (runtime_ != nullptr) runtime_->stop_probe(id_);
}

void ProbeWatch::start(ContainerRuntime& runtime, const ContainerId& container, ProbeConfig config) {
  runtime_ = &runtime;
  id_ = runtime.start_probe(container, std::move(config), [this](const ProbeResult& r) { report(r); });
}

void ProbeWatch::report(const ProbeResult& result) {
  output_ = result.output;
  if (seen_ && last_ == result.success) return;  // only the words have changed
  executor_.cancel(std::exchange(timer_, TimerId::kNone));
  seen_ = true;
  last_ = result.success;
  streak_ = 0;
  tick_ = executor_.now();
  count();
}

void ProbeWatch::count() {
  timer_ = TimerId::kNone;
  ++streak_;
  const bool success = last_;
  const bool settled = target_.assumed && target_.success == success;
  const bool flips = !settled && streak_ >= (success ? success_threshold_ : failure_threshold_);
  if (flips) {
    target_.assumed = true;
    target_.success = success;
  } else if (!settled) {
    tick_ = tick_ + period_;
    timer_ = executor_.run_at(tick_ + kAfterTheTick, [this] { count(); });
  }
  if (!success) listener_.probe_failed(*this, output_);
  if (flips) listener_.probe_settled(*this, success);
}

}  // namespace podium::kubelet
