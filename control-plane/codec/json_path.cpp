#include <charconv>
#include <nlohmann/json.hpp>

#include "control-plane/codec/json.h"

namespace podium {
namespace {

using nlohmann::json;

// The element that "[2]" or "[type=Ready]" picks, or null.
const json* pick(const json& list, std::string_view filter) {
  if (!list.is_array()) return nullptr;
  const std::size_t equals = filter.find('=');
  if (equals == std::string_view::npos) {
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(filter.data(), filter.data() + filter.size(), index);
    const bool number = error == std::errc() && end == filter.data() + filter.size();
    return number && index < list.size() ? &list[index] : nullptr;
  }
  const std::string name(filter.substr(0, equals));
  for (const json& item : list) {
    if (item.is_object() && item.contains(name) && item[name] == json(filter.substr(equals + 1)))
      return &item;
  }
  return nullptr;
}

}  // namespace

std::optional<json> get_path(const Object& object, std::string_view path) {
  const json tree = to_json(object);
  const json* at = &tree;
  while (!path.empty() && at != nullptr) {
    if (path.front() == '[') {
      const std::size_t close = path.find(']');
      if (close == std::string_view::npos) return std::nullopt;
      at = pick(*at, path.substr(1, close - 1));
      path.remove_prefix(close + 1);
      continue;
    }
    if (path.front() == '.') path.remove_prefix(1);
    const std::size_t end = std::min(path.find_first_of(".["), path.size());
    const std::string name(path.substr(0, end));
    path.remove_prefix(end);
    const auto found = at->is_object() ? at->find(name) : at->end();
    at = at->is_object() && found != at->end() ? &*found : nullptr;
  }
  return at == nullptr ? std::nullopt : std::optional<json>(*at);
}

}  // namespace podium
