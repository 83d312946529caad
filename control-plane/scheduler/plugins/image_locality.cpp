// ImageLocality: prefers nodes that have the pod's images, the more so the bigger the images are and the
// more nodes have them (so that one node with an image does not draw all pods).
#include <algorithm>

#include "control-plane/scheduler/plugin.h"

namespace podium {
namespace {

constexpr std::int64_t kMegabyte = 1024 * 1024;
constexpr std::int64_t kLeast = 23 * kMegabyte, kMostPerContainer = 1000 * kMegabyte;

// Per row: the bytes of the pod's images there, each scaled by the share of nodes that have it.
struct Sums final : PluginState {
  std::vector<std::int64_t> of_row;
};

// S = sum of int(size * nodes with image / nodes); score = 100 * (S - 23 MiB) / (1000 MiB * containers - 23
// MiB), S held between the two.
class ImageLocality final : public ScorePlugin {
 public:
  std::string_view name() const override { return "ImageLocality"; }
  Scope scope() const override { return Scope::kCluster; }

  Prepared prepare(const PodView& pod, const SchedulingView& view, const Rows&) const override {
    auto sums = std::make_unique<Sums>();
    for (const List<Container>* containers : {&pod.spec().init_containers, &pod.spec().containers}) {
      for (const Container& container : *containers) add(container, view, sums->of_row);
    }
    Prepared prepared;
    prepared.state = std::move(sums);
    return prepared;
  }

  std::int64_t score(const Candidate& c) const override {
    const auto& sums = c.prepared<Sums>().of_row;
    if (sums.empty()) return 0;
    const PodSpec& spec = c.pod.spec();
    const auto containers = static_cast<std::int64_t>(spec.init_containers.size() + spec.containers.size());
    const std::int64_t most = kMostPerContainer * containers;
    const std::int64_t sum = std::clamp(sums[c.row], kLeast, most);
    return kMaxNodeScore * (sum - kLeast) / (most - kLeast);
  }

 private:
  static void add(const Container& container, const SchedulingView& view, std::vector<std::int64_t>& sums) {
    const auto& copies = view.images().copies(with_tag(container.image.view()));
    if (copies.empty()) return;
    const std::size_t nodes = view.nodes().size();
    sums.resize(nodes);
    const double spread = static_cast<double>(copies.size()) / static_cast<double>(nodes);
    for (const ImageIndex::Copy& copy : copies) {
      const int row = view.nodes().find(copy.node);
      if (row >= 0)
        sums[static_cast<std::size_t>(row)] +=
            static_cast<std::int64_t>(static_cast<double>(copy.bytes) * spread);
    }
  }
};

}  // namespace

Plugin image_locality_plugin(const PluginArgs&) { return {170, nullptr, std::make_unique<ImageLocality>()}; }

}  // namespace podium
