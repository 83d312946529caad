#include "control-plane/gateway/volume_cells.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "control-plane/gateway/printer.h"

namespace podium {

std::string access_modes_text(const List<Text>& modes) {
  constexpr const char* kShort[][2] = {{"ReadWriteOnce", "RWO"},
                                       {"ReadOnlyMany", "ROX"},
                                       {"ReadWriteMany", "RWX"},
                                       {"ReadWriteOncePod", "RWOP"}};
  std::vector<std::string> parts;
  for (const auto& [mode, text] : kShort) {
    if (std::find(modes.begin(), modes.end(), std::string_view(mode)) != modes.end()) parts.push_back(text);
  }
  return join(parts, ",");
}

std::string volume_phase(const ObjectMeta& metadata, const Text& phase) {
  return metadata.deleting() ? "Terminating" : phase.str();
}

std::string or_unset(std::string text) { return text.empty() ? "<unset>" : text; }

std::string attributes_class(const Tree& rest) {
  const nlohmann::json& json = rest.json();
  return or_unset(json.is_object() ? json.value("volumeAttributesClassName", "") : "");
}

}  // namespace podium
