// The node agent: runs the pods that are bound to its node, and speaks for the node.
//
// Not covered: volumes of other kinds than ConfigMaps, Secrets and the downward API are empty (those of
// claims are waited for, the others taken as mounted); files and environment are made when a container is,
// and do not follow later changes; there are no variables of Services. preStop hooks run when a pod ends, not
// when a probe or a resize restarts a container. What a resize was granted is read back from the status by a
// kubelet that starts anew. Nodes do not run out of process numbers or inodes; limits of ephemeral storage
// are not enforced; there are no static pods, and a machine's shutdown is not announced.
#pragma once

#include <memory>
#include <string>

#include "control-plane/kubelet/options.h"
#include "runtime/env/chronicle.h"
#include "runtime/env/container_runtime.h"

namespace podium {

class Kubelet {
 public:
  // Lives in a process on `machine`, which is also its node's name. All references outlive it.
  // REQUIRES: once the process has died, the runtime answers it no more; its owner sees to that. Its
  // end says nothing to anybody: containers stay as they are.
  Kubelet(Executor& executor, Transport& transport, std::string machine, ContainerRuntime& runtime,
          Chronicle& chronicle, Random random, KubeletOptions options = {});
  ~Kubelet();
  Kubelet(const Kubelet&) = delete;
  Kubelet& operator=(const Kubelet&) = delete;

  // Takes over what it finds in the runtime, registers its node and begins to watch.
  void start();

  std::size_t pods() const;  // that it has anything to do with

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace podium
