// A pod waits for the volumes of its claims: bound, and attached to this node.
#include <nlohmann/json.hpp>
#include <utility>

#include "control-plane/kubelet/pod_worker.h"
#include "control-plane/objects/kinds/persistent_volume.h"
#include "control-plane/objects/kinds/persistent_volume_claim.h"
#include "control-plane/objects/volume_attachment.h"

namespace podium::kubelet {
namespace {

std::vector<ClaimedVolume> claimed_volumes(const Pod& pod) {
  std::vector<ClaimedVolume> claimed;
  for (const Volume& volume : pod.spec->volumes) {
    const nlohmann::json& source = volume.rest.json();
    const auto claim = source.find("persistentVolumeClaim");
    if (claim == source.end()) continue;
    claimed.push_back({volume.name, Key{pod.metadata.namespace_, Text(claim->value("claimName", ""))}});
  }
  return claimed;
}

std::string names_of(const std::vector<ClaimedVolume>& volumes) {
  std::string names;
  for (const ClaimedVolume& volume : volumes) names += (names.empty() ? "" : " ") + volume.name.str();
  return names;
}

}  // namespace

void PodWorker::await_volumes() {
  if (volumes_ready_) return create_sandbox();
  if (volumes_wanted_ == TimePoint{}) volumes_wanted_ = s_.executor.now();
  std::vector<ClaimedVolume> claimed = claimed_volumes(*pod_);
  if (claimed.empty()) return volumes_found();
  state_.busy = Busy::kSandbox;
  look_for_volume(std::move(claimed));
}

// One after the other, the last first.
void PodWorker::look_for_volume(std::vector<ClaimedVolume> missing) {
  ask(PersistentVolumeClaim::info(), missing.back().claim, [this, missing](const ObjectRef& found) {
    const auto claim = as<PersistentVolumeClaim>(found);
    if (!claim || !(claim->status.value().phase == "Bound")) return volumes_missing(missing, true);
    ask(PersistentVolume::info(), Key{{}, claim->spec->volume_name},
        [this, missing](const ObjectRef& volume) { volume_read(missing, as<PersistentVolume>(volume)); });
  });
}

void PodWorker::volume_read(std::vector<ClaimedVolume> missing, const Ref<const PersistentVolume>& volume) {
  if (!volume) return volumes_missing(missing, true);
  if (!needs_attaching(*volume)) return volume_ready(std::move(missing));
  const Text name = attachment_name(volume->metadata.name, pod_->spec->node_name);
  ask(attachment_kind(), Key{{}, name}, [this, missing](const ObjectRef& attachment) {
    if (!attachment || !is_attached(*attachment)) return volumes_missing(missing, false);
    volume_ready(missing);
  });
}

void PodWorker::volume_ready(std::vector<ClaimedVolume> missing) {
  missing.pop_back();
  if (!missing.empty()) return look_for_volume(std::move(missing));
  volumes_found();
}

void PodWorker::volumes_found() {
  volumes_ready_ = true;
  state_.busy = Busy::kNo;
  if (!state_.ending) create_sandbox();
}

// Looks again in a moment; tells of it each time that the pod has waited for long.
void PodWorker::volumes_missing(const std::vector<ClaimedVolume>& missing, bool unprocessed) {
  const TimePoint now = s_.executor.now();
  state_.busy = Busy::kNo;
  state_.sandbox_retry_at = now + s_.options.volume_poll;
  if (now < volumes_wanted_ + s_.options.volume_timeout) return;
  volumes_wanted_ = now;
  const std::string names = names_of(missing);
  warning("FailedMount", "Unable to attach or mount volumes: unmounted volumes=[" + names +
                             "], unattached volumes=[], failed to process volumes=[" +
                             (unprocessed ? names : std::string()) + "]: context deadline exceeded");
}

// What is not there, or cannot be read, is null.
void PodWorker::ask(const KindInfo& kind, const Key& key, std::function<void(const ObjectRef&)> read) {
  ++calls_;
  s_.client.get(kind, key, [this, read = std::move(read)](const ApiResponse& response) {
    read(response.status.ok() ? response.object : ObjectRef());
    look();
    answered();
  });
}

}  // namespace podium::kubelet
