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

Share allocated_share(const PodSpec& spec, const PodState& state) {
  if (!state.resize) return share_of(spec);
  PodSpec allocated = spec;
  const std::size_t inits = spec.init_containers.size();
  for (std::size_t i = 0; i < proper_end(spec); ++i) {
    auto& list = i < inits ? allocated.init_containers : allocated.containers;
    list.edit()[i < inits ? i : i - inits].resources = resources_at(spec, state, i);
  }
  return share_of(allocated);
}

std::optional<Rejection> Admission::exchange(const Share& present, const Share& wanted) {
  const auto infeasible = [](const char* what, std::int64_t requested, std::int64_t capacity) {
    return Rejection{"Infeasible", std::string("Node didn't have enough capacity: ") + what +
                                       ", requested: " + std::to_string(requested) +
                                       ", capacity: " + std::to_string(capacity)};
  };
  if (wanted.memory > allocatable_.memory) return infeasible("memory", wanted.memory, allocatable_.memory);
  if (wanted.cpu > allocatable_.cpu) return infeasible("cpu", wanted.cpu, allocatable_.cpu);
  give_back(present);
  const auto refusal = refuses(wanted);
  take(refusal ? present : wanted);
  if (!refusal) return std::nullopt;
  return Rejection{"Deferred", refusal->message};
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
