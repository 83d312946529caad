#include "control-plane/kubelet/node_use.h"

#include "control-plane/kubelet/pod_worker.h"

namespace podium::kubelet {

PodUse use_of(const PodWorker& worker, const ContainerRuntime& runtime) {
  PodUse use{Ref<const Pod>::share(&worker.pod()), {}};
  const auto& records = worker.state().containers;
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (!records[i].running()) continue;
    const auto now = runtime.usage(records[i].id);
    if (!now.ok()) continue;  // it has just gone
    const Container& container = container_at(*worker.pod().spec, i);
    const auto request = [&container](std::string_view resource) {
      const Quantity* asked = container.resources.requests.find(resource);
      return asked == nullptr ? 0 : asked->value();
    };
    use.containers.push_back({container.name, now.value().memory, now.value().disk, request("memory"),
                              request("ephemeral-storage")});
  }
  return use;
}

void add_use(const PodWorker& worker, const ContainerRuntime& runtime, NodeUse& use) {
  const auto& records = worker.state().containers;
  for (std::size_t i = 0; i < records.size(); ++i) {
    if (!records[i].running()) continue;
    const auto now = runtime.usage(records[i].id);
    if (!now.ok()) continue;  // it has just gone
    use.containers.push_back({.pod = key_of(worker.pod()),
                              .container = container_at(*worker.pod().spec, i).name,
                              .started = records[i].started_at,
                              .cpu_milli = now.value().cpu_milli,
                              .memory = now.value().memory});
  }
}

}  // namespace podium::kubelet
