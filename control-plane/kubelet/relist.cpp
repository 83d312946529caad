#include "control-plane/kubelet/relist.h"

#include <utility>

namespace podium::kubelet {

void Relist::container_exited(const ContainerInfo& info) {
  arm();
  seen_.push_back({info.sandbox_uid, info, executor_.cause()});
}

void Relist::pod_touched(const Text& uid) {
  arm();
  seen_.push_back({uid, {}, executor_.cause()});
}

void Relist::arm() {
  if (!seen_.empty()) return;
  executor_.run_at(next_tick(executor_.now() + Duration{1}, period_, phase_), [this] { tick(); });
}

// Each acts because of what happened to it, not because of what happened first.
void Relist::tick() {
  const std::vector<Seen> seen = std::exchange(seen_, {});
  for (const Seen& one : seen) {
    executor_.because(one.cause);
    if (one.exit.id.empty())
      listener_.touched(one.uid);
    else
      listener_.exited(one.exit);
  }
}

}  // namespace podium::kubelet
