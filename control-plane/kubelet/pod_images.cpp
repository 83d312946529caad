// A pod's images: pulled as their policy says, and what is told when that fails.
#include <algorithm>

#include "control-plane/kubelet/pod_worker.h"
#include "control-plane/kubelet/words.h"
#include "control-plane/objects/go_duration_text.h"

namespace podium::kubelet {
namespace {

std::string quoted(const Text& image) { return "\"" + image.str() + "\""; }

Backoff& backoff_of(std::vector<ImageBackoff>& all, const Text& image) {
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.image == image; });
  return found != all.end() ? found->backoff : all.emplace_back(ImageBackoff{image, {}}).backoff;
}

}  // namespace

void PodWorker::ensure_image(std::size_t i) {
  const Container& c = container(i);
  const bool present = s_.runtime.has_image(c.image.str());
  if (c.image_pull_policy == "Always" || (!present && !(c.image_pull_policy == "Never"))) return pull(i);
  if (present) {
    record(i).image_ready = true;
    return normal("Pulled", "Container image " + quoted(c.image) + " already present on machine");
  }
  const std::string message =
      "Container image " + quoted(c.image) + " is not present with pull policy of Never";
  warning("ErrImageNeverPull", message);
  image_failed(i, words().never_pull, message);
}

void PodWorker::pull(std::size_t i) {
  const Text& image = container(i).image;
  normal("Pulling", "Pulling image " + quoted(image));
  state_.busy = Busy::kImage;
  ++calls_;
  s_.runtime.pull_image(image.str(), [this, i](const Result<ImageInfo>& result) {
    if (state_.busy == Busy::kImage) state_.busy = Busy::kNo;
    if (!state_.ending) {  // else nobody waits for it any more
      pulled(i, result);
      look();
    }
    answered();
  });
}

void PodWorker::pulled(std::size_t i, const Result<ImageInfo>& result) {
  const Text& image = container(i).image;
  if (result.ok()) {
    const ImageInfo& info = result.value();
    record(i).image_ready = true;
    std::erase_if(state_.images, [&](const ImageBackoff& one) { return one.image == image; });
    normal("Pulled", "Successfully pulled image " + quoted(image) + " in " +
                         go_duration_text(info.pull_time) + " (" + go_duration_text(info.wait_time) +
                         " including waiting). Image size: " + std::to_string(info.bytes) + " bytes.");
    return s_.kubelet.image_pulled();
  }
  const std::string& why = result.error().message;
  const bool invalid = result.error().code == ErrorCode::kInvalid;
  if (invalid)
    warning("InspectFailed", "Failed to apply default image tag " + quoted(image) + ": " + why);
  else
    warning("Failed", "Failed to pull image " + quoted(image) + ": " + why);
  image_failed(i, invalid ? words().invalid_image : words().err_image_pull, why);
}

// Every failure doubles the wait of this pod for this image.
void PodWorker::image_failed(std::size_t i, const Text& reason, const std::string& message) {
  ContainerRecord& r = record(i);
  const TimePoint now = s_.executor.now();
  Backoff& backoff = backoff_of(state_.images, container(i).image);
  backoff.raise(now, now, image_limits(s_.options));
  r.waiting_reason = reason;
  r.waiting_message = message;
  r.failed_at = now;
  r.retry_at = now + backoff.delay;
  tell(Category::kContainer, "container " + container(i).name + ": " + reason.str());
  warning("Failed", "Error: " + reason.str());
  publish();
}

void PodWorker::show_image_backoff(std::size_t i) {
  ContainerRecord& r = record(i);
  const Text& image = container(i).image;
  r.waiting_reason = words().image_backoff;
  r.waiting_message =
      "Back-off pulling image " + quoted(image) + ": ErrImagePull: " + r.waiting_message.str();
  normal("BackOff", "Back-off pulling image " + quoted(image));
  warning("Failed", "Error: ImagePullBackOff");
  publish();
}

}  // namespace podium::kubelet
