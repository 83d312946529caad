// Kubernetes' words that statuses are made of, each stored once for all pods of a kubelet.
#pragma once

#include "control-plane/objects/text.h"

namespace podium::kubelet {

struct Words {
  // Phases and condition states.
  Text pending{"Pending"}, running{"Running"}, succeeded{"Succeeded"}, failed{"Failed"};
  Text true_{"True"}, false_{"False"};
  // Condition types, in the order in which they are listed.
  Text sandbox_ready{"PodReadyToStartContainers"}, initialized{"Initialized"}, ready{"Ready"},
      containers_ready{"ContainersReady"}, scheduled{"PodScheduled"}, resize_pending{"PodResizePending"},
      resize_in_progress{"PodResizeInProgress"}, disruption_target{"DisruptionTarget"};
  // Reasons of conditions.
  Text not_initialized{"ContainersNotInitialized"}, not_ready{"ContainersNotReady"},
      pod_completed{"PodCompleted"}, pod_failed{"PodFailed"}, gates_not_ready{"ReadinessGatesNotReady"},
      termination_by_kubelet{"TerminationByKubelet"};
  // Reasons of pods that their kubelet failed.
  Text evicted{"Evicted"};
  // Waiting and terminated reasons.
  Text container_creating{"ContainerCreating"}, pod_initializing{"PodInitializing"},
      crash_loop{"CrashLoopBackOff"}, err_image_pull{"ErrImagePull"}, image_backoff{"ImagePullBackOff"},
      never_pull{"ErrImageNeverPull"}, invalid_image{"InvalidImageName"},
      create_config_error{"CreateContainerConfigError"}, create_error{"CreateContainerError"},
      run_error{"RunContainerError"};
  Text completed{"Completed"}, error{"Error"}, oom_killed{"OOMKilled"}, unknown{"ContainerStatusUnknown"},
      vanished{"The container could not be located when the pod was terminated"};
};

const Words& words();
// A runtime's exit reason as a shared text.
Text exit_reason(const std::string& reason);

}  // namespace podium::kubelet
