// What a kubelet does next about one pod: a function of the pod as wanted and as it is. One step at a
// time; the driver takes it, notes what came of it in the PodState, and asks again.
#pragma once

#include "control-plane/kubelet/options.h"
#include "control-plane/kubelet/pod_state.h"

namespace podium::kubelet {

enum class Step : std::uint8_t {
  kNothing,  // until `again`, or until something happens
  kCreateSandbox,
  kReplaceSandbox,    // it is not ready any more: remove it, and start over in a new one
  kEnsureImage,       // of `container`, as its pull policy says
  kShowImageBackoff,  // the failed pull of `container` is from now on a back-off
  kCreate,            // a container from the spec
  kStart,             // the created one
  kShowCrashBackoff,  // the exited container waits for its restart
  kResize,            // `container` to what is allocated to it
  kPreStop,           // run the hook of `container`
  kStop,              // `container`, with `grace`; the others need not wait for it
  kExpire,            // the pod has been active for longer than it may
  kEnd,               // every container has come to its end: stop what is left, for good
  kTearDown,          // remove the sandbox and all that is in it
  kFinish,            // nothing is left: tell the API
};

struct Action {
  Step step = Step::kNothing;
  int container = -1;          // index into PodState::containers
  Duration grace{0};           // of kStop
  TimePoint again = kForever;  // of kNothing
};

// Never asks for two things of the runtime at once, except stops.
Action next_action(const PodSpec& spec, const PodState& state, const KubeletOptions& options, TimePoint now);

BackoffLimits crash_limits(const KubeletOptions& options);
BackoffLimits image_limits(const KubeletOptions& options);

}  // namespace podium::kubelet
