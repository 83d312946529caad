#include "control-plane/rules/go_texts.h"

#include "control-plane/rules/field_error.h"

namespace podium {

std::string go_texts(const List<Text>& texts, const std::string& type) {
  if (texts.empty()) return "[]" + type + "(nil)";
  std::string items;
  for (const Text& text : texts) items += (items.empty() ? "" : ", ") + quoted(text);
  return "[]" + type + "{" + items + "}";
}

}  // namespace podium
