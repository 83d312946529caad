#include "control-plane/rules/go_syntax.h"

#include "control-plane/rules/field_error.h"

namespace podium {
namespace {

// "Type{a, b}", or "Type(nil)" without elements.
template <class Items, class Show>
std::string composite(const std::string& type, const char* separator, const Items& items, Show show) {
  if (items.empty()) return type + "(nil)";
  std::string out = type + "{";
  for (const auto& item : items) out += (out.back() == '{' ? "" : separator) + show(item);
  return out + "}";
}

std::string show(const LabelSelectorRequirement& need) {
  return "v1.LabelSelectorRequirement{Key:" + quoted(need.key) + ", Operator:" + quoted(need.operator_) +
         ", Values:" +
         composite("[]string", ", ", need.values, [](const Text& value) { return quoted(value); }) + "}";
}

}  // namespace

std::string go_syntax(const Labels& labels) {
  return composite("map[string]string", ", ", labels, [](const Labels::Entry& entry) {
    return quoted(entry.first) + ":" + quoted(entry.second);
  });
}

std::string go_syntax(const LabelSelector& selector) {
  return "v1.LabelSelector{MatchLabels:" + go_syntax(selector.match_labels) + ", MatchExpressions:" +
         composite("[]v1.LabelSelectorRequirement", ", ", selector.match_expressions, show) + "}";
}

}  // namespace podium
