// Changes to what a pod's containers may use: granted or not, and carried out.
#include <nlohmann/json.hpp>

#include "control-plane/kubelet/pod_worker.h"
#include "control-plane/kubelet/runtime_config.h"

namespace podium::kubelet {
namespace {

std::vector<ResourceRequirements> resources_of(const PodSpec& spec) {
  std::vector<ResourceRequirements> all;
  for (std::size_t i = 0; i < proper_end(spec); ++i) all.push_back(container_at(spec, i).resources);
  return all;
}

bool differ(const ResourceRequirements& a, const ResourceRequirements& b, std::string_view name) {
  const auto differ_in = [&](const ResourceList& x, const ResourceList& y) {
    const Quantity *in_x = x.find(name), *in_y = y.find(name);
    return in_x == nullptr || in_y == nullptr ? in_x != in_y : !(*in_x == *in_y);
  };
  return differ_in(a.limits, b.limits) || differ_in(a.requests, b.requests);
}

// Does the container's policy want a restart for going from `a` to `b`?
bool needs_restart(const Container& container, const ResourceRequirements& a, const ResourceRequirements& b) {
  const nlohmann::json& rest = container.rest.json();
  const auto policies = rest.find("resizePolicy");
  if (policies == rest.end()) return false;
  for (const nlohmann::json& policy : *policies) {
    const std::string name = policy.value("resourceName", "");
    if (policy.value("restartPolicy", "") == "RestartContainer" && differ(a, b, name)) return true;
  }
  return false;
}

}  // namespace

void PodWorker::room_appeared() {
  consider_resize();
  publish();
  look();
}

void PodWorker::spec_changed(const PodSpec& before) {
  const bool same = before.containers.identity() == spec().containers.identity() &&
                    before.init_containers.identity() == spec().init_containers.identity();
  if (same || state_.rejected) return;
  if (!state_.resize) {
    std::vector<ResourceRequirements> then = resources_of(before);
    if (then == resources_of(spec())) return;
    state_.resize = Resize{then, then, {}, {}};
  }
  consider_resize();
  publish();
}

// All containers' wishes together are granted, or none is.
void PodWorker::consider_resize() {
  if (state_.ending || !state_.resize) return;
  std::vector<ResourceRequirements> wanted = resources_of(spec());
  std::optional<Rejection> refusal;
  if (!(wanted == state_.resize->allocated)) refusal = s_.kubelet.resize(*this, share(), share_of(spec()));
  Resize& resize = state_.resize.edit();
  resize.pending_reason = refusal ? refusal->reason : "";
  resize.pending_message = refusal ? refusal->message : "";
  if (refusal) return tell(Category::kDecision, "resize " + refusal->reason + ": " + refusal->message);
  resize.allocated = std::move(wanted);
}

void PodWorker::resize(std::size_t i) {
  const ResourceRequirements& wanted = state_.resize->allocated[i];
  if (needs_restart(container(i), state_.resize->actual[i], wanted)) {
    record(i).unhealthy = true;
    record(i).kill_grace = grace_of(spec());
    record(i).restarts = {};
    return normal("Killing", "Container " + container(i).name + " resize requires restart");
  }
  state_.busy = Busy::kResize;
  ++calls_;
  s_.runtime.update_container(record(i).id, share_of(wanted),
                              [this, i, wanted](const Result<Nothing>& result) {
                                state_.busy = Busy::kNo;
                                if (result.ok()) resized(i, wanted);
                                look();
                                answered();
                              });
}

void PodWorker::resized(std::size_t i, ResourceRequirements given) {
  state_.resize.edit().actual[i] = std::move(given);
  tell(Category::kContainer, "container " + container(i).name + " resized");
  publish();
}

}  // namespace podium::kubelet
