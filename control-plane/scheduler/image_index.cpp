#include "control-plane/scheduler/image_index.h"

namespace podium {

void ImageIndex::set_node(const Node& node) {
  const List<ContainerImage>& images = node.status.value().images;
  List<ContainerImage>& known = of_node_[node.metadata.name];
  if (known == images) return;
  forget(node.metadata.name, known);
  known = images;
  for (const ContainerImage& image : images) {
    for (const Text& name : image.names) copies_[name].push_back({node.metadata.name, image.size_bytes});
  }
}

void ImageIndex::remove_node(const Text& name) {
  const auto found = of_node_.find(name);
  if (found == of_node_.end()) return;
  forget(name, found->second);
  of_node_.erase(found);
}

void ImageIndex::forget(const Text& node, const List<ContainerImage>& images) {
  for (const ContainerImage& image : images) {
    for (const Text& name : image.names) {
      const auto found = copies_.find(name);
      if (found == copies_.end()) continue;
      std::erase_if(found->second, [&](const Copy& copy) { return copy.node == node; });
      if (found->second.empty()) copies_.erase(found);
    }
  }
}

const std::vector<ImageIndex::Copy>& ImageIndex::copies(std::string_view image) const {
  static const std::vector<Copy> none;
  const auto found = copies_.find(Text(image));
  return found == copies_.end() ? none : found->second;
}

std::string with_tag(std::string_view image) {
  const std::size_t colon = image.rfind(':'), slash = image.rfind('/');
  const bool tagged = colon != std::string_view::npos && (slash == std::string_view::npos || colon > slash);
  return std::string(image) + (tagged ? "" : ":latest");
}

}  // namespace podium
