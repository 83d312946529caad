// What the pod workers of a node share: its runtime and clients, and the kubelet they report to.
#pragma once

#include <string>

#include "control-plane/client/recorder.h"
#include "control-plane/kubelet/admission.h"
#include "control-plane/kubelet/options.h"
#include "runtime/env/chronicle.h"
#include "runtime/env/container_runtime.h"

namespace podium::kubelet {

class PodWorker;

// All references outlive the workers.
struct Surroundings {
  class Kubelet {
   public:
    // A container started: the next relist tells worker.relisted().
    virtual void relist(const PodWorker& worker) = 0;
    virtual void image_pulled() = 0;
    // The pod has ended: what it took of the node is free.
    virtual void released(const PodWorker& worker) = 0;
    // The pod would take `wanted` of the node instead of `present`. Nothing: granted, and counted from now
    // on. Else why not: Infeasible for good, or Deferred until worker.room_appeared().
    virtual std::optional<Rejection> resize(const PodWorker& worker, const Share& present,
                                            const Share& wanted) = 0;
    // The worker is disposable: it may be destroyed, but not from within this call.
    virtual void idle(const PodWorker& worker) = 0;

   protected:
    ~Kubelet() = default;
  };

  Executor& executor;
  Chronicle& chronicle;
  ContainerRuntime& runtime;
  Client& client;
  EventRecorder& events;
  const KubeletOptions& options;
  Kubelet& kubelet;
  Random& random;
  Text host_ip;
  std::string component;  // in the chronicle: "kubelet/node-2"
};

}  // namespace podium::kubelet
