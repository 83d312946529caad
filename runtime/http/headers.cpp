#include "runtime/http/headers.h"

#include <algorithm>

namespace podium::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Calls `visit(item)` for each item of a comma-separated list.
template <class Visit>
void for_each_item(std::string_view list, Visit visit) {
  while (!list.empty()) {
    const std::size_t comma = list.find(',');
    visit(trimmed(list.substr(0, comma)));
    list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
  }
}

// Whether the parameters behind a coding, such as "q=0.5", leave it any weight.
bool has_weight(std::string_view parameters) {
  const std::size_t q = parameters.find("q=");
  return q == std::string_view::npos ||
         parameters.substr(q + 2).find_first_of("123456789") != std::string_view::npos;
}

}  // namespace

bool same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
  for (const Field& field : fields_) {
    if (same_name(field.first, name)) return field.second;
  }
  return std::nullopt;
}

bool Headers::lists(std::string_view name, std::string_view token) const {
  bool found = false;
  for (const Field& field : fields_) {
    if (!same_name(field.first, name)) continue;
    for_each_item(field.second, [&](std::string_view item) { found = found || same_name(item, token); });
  }
  return found;
}

bool accepts_gzip(const Headers& headers) {
  std::optional<bool> named, any;
  for_each_item(headers.find("Accept-Encoding").value_or(""), [&](std::string_view item) {
    const std::size_t semicolon = std::min(item.find(';'), item.size());
    const std::string_view coding = trimmed(item.substr(0, semicolon));
    if (same_name(coding, "gzip")) named = has_weight(item.substr(semicolon));
    if (coding == "*") any = has_weight(item.substr(semicolon));
  });
  return named.value_or(any.value_or(false));
}

}  // namespace podium::http
