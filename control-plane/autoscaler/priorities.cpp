#include "control-plane/autoscaler/priorities.h"

#include <charconv>
#include <nlohmann/json.hpp>

#include "control-plane/codec/yaml.h"

namespace podium::autoscaler {

std::map<int, std::vector<std::string>> read_priorities(const ConfigMap* config) {
  std::map<int, std::vector<std::string>> priorities;
  const Text* text = config == nullptr ? nullptr : config->data.find("priorities");
  nlohmann::json tree;
  if (text == nullptr || !parse_single_yaml(text->str(), tree).empty() || !tree.is_object()) return {};
  for (const auto& [key, patterns] : tree.items()) {
    int priority = 0;
    const auto read = std::from_chars(key.data(), key.data() + key.size(), priority);
    if (read.ec != std::errc() || read.ptr != key.data() + key.size() || !patterns.is_array()) return {};
    for (const nlohmann::json& pattern : patterns) {
      if (!pattern.is_string()) return {};
      priorities[priority].push_back(pattern.get<std::string>());
    }
  }
  return priorities;
}

}  // namespace podium::autoscaler
