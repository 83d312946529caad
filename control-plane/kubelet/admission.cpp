#include "control-plane/kubelet/admission.h"

#include <algorithm>

namespace podium::kubelet {
namespace {

Share requests(const ResourceList& resources) {
  const Quantity* cpu = resources.find("cpu");
  const Quantity* memory = resources.find("memory");
  return {cpu == nullptr ? 0 : cpu->milli_value(), memory == nullptr ? 0 : memory->value(), 0};
}

Share sum(const Share& a, const Share& b) { return {a.cpu + b.cpu, a.memory + b.memory, a.pods + b.pods}; }

Share greater(const Share& a, const Share& b) {
  return {std::max(a.cpu, b.cpu), std::max(a.memory, b.memory), std::max(a.pods, b.pods)};
}

std::optional<Rejection> shortage(const std::string& what, std::int64_t requested, std::int64_t used,
                                  std::int64_t capacity) {
  if (requested == 0 || used + requested <= capacity) return std::nullopt;
  return Rejection{"OutOf" + what,
                   "Node didn't have enough resource: " + what + ", requested: " + std::to_string(requested) +
                       ", used: " + std::to_string(used) + ", capacity: " + std::to_string(capacity)};
}

}  // namespace

Share share_of(const PodSpec& spec) {
  Share together, sidecars, init;
  for (const Container& container : spec.containers)
    together = sum(together, requests(container.resources.requests));
  for (const Container& container : spec.init_containers) {
    const Share own = requests(container.resources.requests);
    init = greater(init, sum(sidecars, own));
    if (!(container.restart_policy == "Always")) continue;
    sidecars = sum(sidecars, own);
    together = sum(together, own);
  }
  Share share = sum(greater(together, init), requests(spec.overhead));
  share.pods = 1;
  return share;
}

std::optional<Rejection> Admission::refuses(const Share& share) const {
  if (auto no = shortage("pods", share.pods, taken_.pods, allocatable_.pods)) return no;
  if (auto no = shortage("cpu", share.cpu, taken_.cpu, allocatable_.cpu)) return no;
  return shortage("memory", share.memory, taken_.memory, allocatable_.memory);
}

void Admission::take(const Share& share) { taken_ = sum(taken_, share); }

void Admission::give_back(const Share& share) {
  taken_ = sum(taken_, {-share.cpu, -share.memory, -share.pods});
}

}  // namespace podium::kubelet
