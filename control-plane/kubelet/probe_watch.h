// One probe of one container: counts consecutive results up to its thresholds. The runtime tells only
// of changes, so a run of equal results is counted by a timer, and a settled probe costs nothing.
#pragma once

#include <string>

#include "control-plane/objects/pod_spec.h"
#include "runtime/env/container_runtime.h"
#include "runtime/env/executor.h"

namespace podium::kubelet {

enum class ProbeKind : std::uint8_t { kLiveness, kReadiness, kStartup };
const char* to_string(ProbeKind kind);  // "Liveness", as events begin

class ProbeWatch {
 public:
  class Listener {
   public:
    // A probe failed and that may still change something: at most failureThreshold times in a row.
    virtual void probe_failed(const ProbeWatch& watch, const std::string& output) = 0;
    // The result flipped. May destroy the watch.
    virtual void probe_settled(const ProbeWatch& watch, bool success) = 0;

   protected:
    ~Listener() = default;
  };

  // `assumed`: the result so far, from an earlier kubelet. Not given: what Kubernetes begins with,
  // success for liveness, failure for readiness, unknown for startup.
  struct Target {
    ProbeKind kind = ProbeKind::kLiveness;
    std::uint16_t container = 0;  // index in its pod
    bool assumed = false, success = false;
  };

  ProbeWatch(Executor& executor, Listener& listener, Target target, const Probe& probe);
  ~ProbeWatch();
  ProbeWatch(const ProbeWatch&) = delete;
  ProbeWatch& operator=(const ProbeWatch&) = delete;

  void start(ContainerRuntime& runtime, const ContainerId& container, ProbeConfig config);
  // What the runtime reports, at the tick that saw it.
  void report(const ProbeResult& result);

  ProbeKind kind() const { return target_.kind; }
  std::size_t container() const { return target_.container; }

 private:
  void count();

  Executor& executor_;
  Listener& listener_;
  ContainerRuntime* runtime_ = nullptr;
  ProbeId id_ = ProbeId::kNone;
  TimerId timer_ = TimerId::kNone;
  Target target_;
  bool seen_ = false, last_ = false;  // the latest report
  std::int32_t streak_ = 0, success_threshold_, failure_threshold_;
  Duration period_;
  TimePoint tick_{};  // of the last counted result
  std::string output_;
};

}  // namespace podium::kubelet
