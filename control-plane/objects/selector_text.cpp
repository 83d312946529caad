#include "control-plane/objects/selector_text.h"

namespace podium {

std::string selector_text(const LabelSelector* selector) {
  if (selector == nullptr || selector->empty()) return "<none>";
  std::string text;
  const auto add = [&text](const std::string& part) { text += (text.empty() ? "" : ",") + part; };
  for (const auto& [key, value] : selector->match_labels) add(key.str() + "=" + value.str());
  for (const LabelSelectorRequirement& need : selector->match_expressions) {
    std::string values;
    for (const Text& value : need.values) values += (values.empty() ? "" : ",") + value.str();
    if (need.operator_ == "Exists")
      add(need.key.str());
    else if (need.operator_ == "DoesNotExist")
      add("!" + need.key.str());
    else
      add(need.key.str() + (need.operator_ == "In" ? " in (" : " notin (") + values + ")");
  }
  return text;
}

}  // namespace podium
