// Volumes are bound before their pod is: claims that waited for a consumer get theirs on the node that was
// chosen. (VolumeBinding's PreBind)
#include "control-plane/objects/object_reference.h"
#include "control-plane/scheduler/scheduler_state.h"

namespace podium {
namespace {

std::vector<const PersistentVolumeClaim*> unbound_claims(const Pod& pod, const VolumeView& view) {
  std::vector<const PersistentVolumeClaim*> unbound;
  for (const Key& key : claims_of(pod)) {
    const PersistentVolumeClaim* claim = view.claim(key);
    if (claim != nullptr && !is_bound(*claim)) unbound.push_back(claim);
  }
  return unbound;
}

ApiStatus failure(int code, const char* reason, const char* message) {
  ApiStatus status;
  status.code = code;
  status.reason = reason;
  status.message = message;
  return status;
}

}  // namespace

void Scheduler::State::bind_volumes(QueuedPod queued, const Text& node) {
  const std::vector<const PersistentVolumeClaim*> unbound = unbound_claims(*queued.pod, view.volumes);
  if (unbound.empty()) return post_binding(std::move(queued), node);
  const Key key = key_of(*queued.pod);
  const Node& chosen = *view.nodes().row(static_cast<std::size_t>(view.nodes().find(node))).node;
  const auto choices = choose_volumes(unbound, chosen, view.volumes);
  VolumeWait& wait = volume_waits[key];
  wait = {std::move(queued), node, TimerId::kNone};
  if (!choices) return give_up_volumes(key, failure(409, "Conflict", "volumes were taken"));
  wait.expiry = executor.run_after(options.volume_timeout, [this, key] {
    give_up_volumes(key, failure(504, "Timeout", "context deadline exceeded"));
  });
  for (const VolumeChoice& choice : *choices) bind_volume(key, choice, node);
}

// A volume that is there is kept for the claim; else whoever makes volumes learns the node. The volume
// controller does the rest.
void Scheduler::State::bind_volume(const Key& pod, const VolumeChoice& choice, const Text& node) {
  const auto written = [this, pod](const ApiResponse& r) {
    if (!r.status.ok()) give_up_volumes(pod, r.status);
  };
  if (choice.volume != nullptr) {
    const Ref<PersistentVolume> kept = copy(*choice.volume);
    if (!kept->spec->claim_ref) kept->metadata.annotations.set(Text(kBoundByController), "yes");
    kept->spec.edit().claim_ref.edit() = reference_to(*choice.claim);
    return client.update(kept, written);
  }
  if (choice.claim->metadata.annotations.contains(kSelectedNode)) return;
  const Ref<PersistentVolumeClaim> asking = copy(*choice.claim);
  asking->metadata.annotations.set(Text(kSelectedNode), node);
  client.update(asking, written);
}

// After any change of storage.
void Scheduler::State::look_for_volumes() {
  for (auto at = volume_waits.begin(); at != volume_waits.end();) {
    VolumeWait& wait = at->second;
    if (!unbound_claims(*wait.queued.pod, view.volumes).empty()) {
      ++at;
      continue;
    }
    executor.cancel(wait.expiry);
    VolumeWait over = std::move(wait);
    at = volume_waits.erase(at);
    post_binding(std::move(over.queued), std::move(over.node));
  }
}

void Scheduler::State::give_up_volumes(const Key& pod, const ApiStatus& why) {
  const auto found = volume_waits.find(pod);
  if (found == volume_waits.end()) return;
  executor.cancel(found->second.expiry);
  const VolumeWait over = std::move(found->second);
  volume_waits.erase(found);
  recorder.warning(*over.queued.pod, "FailedScheduling",
                   "running PreBind plugin \"VolumeBinding\": binding volumes: " + why.message);
  bound(over.queued, over.node, why);
}

}  // namespace podium
