// A pod's status in the API: written when it differs, one write at a time, and at last its deletion.
#include <utility>

#include "control-plane/kubelet/pod_status.h"
#include "control-plane/kubelet/pod_worker.h"
#include "control-plane/kubelet/words.h"

namespace podium::kubelet {

// Keeps the newer of two versions: the watch may lag behind the answers to our own writes. True if
// this one is newer.
bool PodWorker::adopt(Ref<const Pod> pod) {
  if (!pod || pod->metadata.resource_version <= pod_->metadata.resource_version) return false;
  pod_ = std::move(pod);
  if (state_.containers.size() < container_count(spec())) state_.containers.resize(container_count(spec()));
  return true;
}

void PodWorker::publish() {
  if (gone_) return;
  rewrite_ = writing_;
  if (writing_) return;
  PodStatus status = make_status(*pod_, state_, s_.host_ip, s_.executor.now());
  if (status.phase == words().succeeded || status.phase == words().failed) release();
  if (pod_->status.value() == status) {
    if (state_.torn_down && pod_->metadata.deleting()) remove_object();
    return;
  }
  Ref<Pod> changed = copy(*pod_);
  changed->status = std::move(status);
  writing_ = true;
  ++calls_;
  s_.client.update_status(std::move(changed), [this](const ApiResponse& response) {
    writing_ = false;
    published(response);
    answered();
  });
}

void PodWorker::published(const ApiResponse& response) {
  if (response.status.ok()) {
    pod_changed(as<Pod>(response.object));
    if (rewrite_ || state_.torn_down) publish();
    return;
  }
  if (response.status.conflict()) return refresh();
  if (!response.status.not_found()) retry_later();  // not found: the watch will say so
}

// Somebody else wrote: compute the status anew on what is there now.
void PodWorker::refresh() {
  writing_ = true;
  ++calls_;
  s_.client.get(Pod::info(), key_of(*pod_), [this](const ApiResponse& response) {
    writing_ = false;
    const Ref<const Pod> latest = response.status.ok() ? as<Pod>(response.object) : nullptr;
    if (latest && latest->metadata.uid == pod_->metadata.uid) {
      pod_changed(latest);
      publish();
    } else if (!latest && !response.status.not_found()) {
      retry_later();
    }
    answered();
  });
}

void PodWorker::remove_object() {
  if (std::exchange(removing_, true)) return;
  DeleteOptions options;
  options.grace_period_seconds = 0;
  options.uid = pod_->metadata.uid;
  ++calls_;
  s_.client.remove(Pod::info(), key_of(*pod_), options, [this](const ApiResponse& response) {
    const int code = response.status.code;
    if (code >= 500) {
      removing_ = false;
      retry_later();
    }
    answered();
  });
}

void PodWorker::retry_later() {
  s_.executor.cancel(retry_);
  retry_ = s_.executor.run_after(s_.options.status_retry, [this] {
    retry_ = TimerId::kNone;
    publish();
  });
}

}  // namespace podium::kubelet
