#include "control-plane/kubelet/image_gc.h"

#include <algorithm>

namespace podium::kubelet {

struct ImageGc::Round {
  std::int64_t wanted = 0, freed = 0;
  std::vector<ImageInfo> images;  // the next one last
  std::function<void(std::int64_t)> done;
};

void ImageGc::free_space(std::int64_t bytes, Duration unused, std::function<void(std::int64_t freed)> done) {
  auto round = std::make_shared<Round>(Round{bytes, 0, runtime_.images(), std::move(done)});
  const TimePoint before = executor_.now() - unused;
  std::erase_if(round->images, [before](const ImageInfo& image) { return image.last_used > before; });
  std::stable_sort(round->images.begin(), round->images.end(),
                   [](const ImageInfo& a, const ImageInfo& b) { return a.last_used > b.last_used; });
  next(round);
}

// The runtime knows which images are in use, and refuses to remove those.
void ImageGc::next(const std::shared_ptr<Round>& round) {
  if (round->images.empty() || round->freed >= round->wanted) return round->done(round->freed);
  const ImageInfo image = std::move(round->images.back());
  round->images.pop_back();
  runtime_.remove_image(image.reference, [this, round, bytes = image.bytes](const Result<Nothing>& removed) {
    if (removed.ok()) round->freed += bytes;
    next(round);
  });
}

}  // namespace podium::kubelet
