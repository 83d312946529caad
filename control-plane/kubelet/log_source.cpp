#include "control-plane/kubelet/log_source.h"

namespace podium::kubelet {
namespace {

const ContainerStatus* status_of(const PodStatus& status, const std::string& name) {
  for (const auto* list :
       {&status.container_statuses, &status.init_container_statuses, &status.ephemeral_container_statuses}) {
    for (const ContainerStatus& one : *list) {
      if (one.name == name) return &one;
    }
  }
  return nullptr;
}

std::string waiting_text(const Text& reason) {
  if (reason == "ErrImagePull") return "is waiting to start: image can't be pulled";
  if (reason == "ImagePullBackOff") return "is waiting to start: trying and failing to pull image";
  return "is waiting to start: " + reason.str();
}

ContainerId ended(const Box<ContainerStateTerminated>& state) {
  return state ? runtime_id(state->container_id) : ContainerId();
}

}  // namespace

ContainerId runtime_id(const Text& container_id) {
  const std::string_view id = container_id.view();
  const std::size_t scheme = id.find("://");
  return ContainerId(scheme == std::string_view::npos ? id : id.substr(scheme + 3));
}

LogSource log_source(const Pod& pod, const std::string& container, bool previous) {
  const std::string named = "container \"" + container + "\" in pod \"" + pod.metadata.name.str() + "\" ";
  const ContainerStatus* status = status_of(pod.status.value(), container);
  if (status == nullptr) return {{}, named + "is not available"};
  const ContainerId before = ended(status->last_state.terminated);
  if (previous) {
    if (before.empty()) return {{}, "previous terminated " + named + "not found"};
    return {before, {}};
  }
  const ContainerStatusState& state = status->state;
  if (state.running) return {runtime_id(status->container_id), {}};
  if (state.terminated || status->last_state.terminated) {
    const ContainerId last = ended(state.terminated);
    if (!last.empty()) return {last, {}};
    if (!before.empty()) return {before, {}};
    return {{}, named + "is terminated"};
  }
  if (state.waiting) return {{}, named + waiting_text(state.waiting->reason)};
  return {{}, named + "is waiting to start - no logs yet"};
}

}  // namespace podium::kubelet
