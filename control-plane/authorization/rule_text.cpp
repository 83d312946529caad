#include "control-plane/authorization/rule_text.h"

namespace podium {

std::string go_quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string go_quoted(const List<Text>& texts) {
  std::string out;
  for (const Text& text : texts) out += (out.empty() ? "" : " ") + go_quoted(text.view());
  return "[" + out + "]";
}

std::string rule_text(const PolicyRule& rule) {
  std::string out;
  const auto part = [&out](const char* name, const List<Text>& texts) {
    if (!texts.empty()) out += (out.empty() ? "" : ", ") + std::string(name) + ":" + go_quoted(texts);
  };
  part("APIGroups", rule.api_groups);
  part("Resources", rule.resources);
  part("NonResourceURLs", rule.non_resource_urls);
  part("ResourceNames", rule.resource_names);
  part("Verbs", rule.verbs);
  return "{" + out + "}";
}

}  // namespace podium
