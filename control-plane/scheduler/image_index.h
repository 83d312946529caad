// Which nodes have which images.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "control-plane/objects/kinds/node.h"

namespace podium {

class ImageIndex {
 public:
  struct Copy {
    Text node;
    std::int64_t bytes = 0;
  };

  void set_node(const Node& node);
  void remove_node(const Text& name);
  // The nodes that have the image under that name, in the order in which they told of it.
  const std::vector<Copy>& copies(std::string_view image) const;

 private:
  void forget(const Text& node, const List<ContainerImage>& images);

  std::map<Text, List<ContainerImage>> of_node_;
  std::unordered_map<Text, std::vector<Copy>> copies_;  // never iterated
};

// The name as nodes list it: with the tag "latest" if it has none.
std::string with_tag(std::string_view image);

}  // namespace podium
