// kill-container: ends the main process of a pod's container.
#include "scenarios/runner/act.h"
#include "scenarios/runner/target.h"

namespace podium::scenario {
namespace {

class KillContainer final : public Act {
 public:
  explicit KillContainer(const Section& s)
      : target_(PodTarget::read(s)),
        container_(s.text("container", "")),
        exit_code_(static_cast<int>(s.integer("exit-code", 137))) {}

  std::string told() const override { return "kill a container of " + target_.text(); }

  Status begin(Cluster& cluster, Random& random) override {
    Result<Ref<const Pod>> found = target_.find(cluster, random);
    if (!found) return found.error();
    const Pod& pod = *found.value();
    for (const ContainerStatus& status : pod.status.value().container_statuses) {
      if (!container_.empty() && !(status.name == container_)) continue;
      // "containerd://ID", as the kubelet reports it.
      const std::string id = status.container_id.str();
      const std::size_t slashes = id.find("://");
      if (slashes == std::string::npos) break;
      return cluster.chaos().kill_container(pod.spec->node_name.str(), id.substr(slashes + 3), exit_code_);
    }
    return Error{ErrorCode::kNotFound, "pod " + pod.metadata.name.str() + " has no such running container"};
  }

 private:
  PodTarget target_;
  std::string container_;
  int exit_code_;
};

}  // namespace

std::vector<Verb> container_act() {
  return {{"kill-container",
           [](const Section& s) -> std::unique_ptr<Act> { return std::make_unique<KillContainer>(s); }}};
}

}  // namespace podium::scenario
