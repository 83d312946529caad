#include "control-plane/custom/json_path.h"

#include <charconv>
#include <nlohmann/json.hpp>

namespace podium::custom {
namespace {

using nlohmann::json;
using Values = std::vector<const json*>;

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

// Without the quotes of either kind.
std::string unquoted(std::string_view text) {
  text = trimmed(text);
  const bool quoted =
      text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front();
  return std::string(quoted ? text.substr(1, text.size() - 2) : text);
}

Values children(const Values& values, const std::string& name) {
  Values found;
  for (const json* value : values) {
    if (!value->is_object()) continue;
    if (const auto at = value->find(name); at != value->end()) found.push_back(&*at);
  }
  return found;
}

Values elements(const Values& values) {
  Values found;
  for (const json* value : values) {
    if (!value->is_array() && !value->is_object()) continue;
    for (const json& element : *value) found.push_back(&element);
  }
  return found;
}

// "?(@.type=="Ready")": the elements whose field has the value.
Values filtered(const Values& values, std::string_view filter) {
  filter = filter.substr(2, filter.size() - 3);
  const std::size_t equals = filter.find("==");
  if (equals == std::string_view::npos) return {};
  std::string_view field = trimmed(filter.substr(0, equals));
  if (!field.starts_with('@')) return {};
  field.remove_prefix(1);
  const std::string wanted = unquoted(filter.substr(equals + 2));
  Values found;
  for (const json* element : elements(values)) {
    for (const json* value : values_at(*element, field)) {
      const std::string text = value->is_string() ? value->get<std::string>() : value->dump();
      if (text == wanted) found.push_back(element);
    }
  }
  return found;
}

Values chosen(const Values& values, std::string_view choice) {
  if (choice == "*") return elements(values);
  if (choice.starts_with("?(") && choice.ends_with(')')) return filtered(values, choice);
  if (choice.starts_with('\'') || choice.starts_with('"')) return children(values, unquoted(choice));
  std::int64_t index = 0;
  const auto [end, error] = std::from_chars(choice.data(), choice.data() + choice.size(), index);
  if (error != std::errc() || end != choice.data() + choice.size()) return {};
  Values found;
  for (const json* value : values) {
    if (!value->is_array()) continue;
    const auto size = static_cast<std::int64_t>(value->size());
    const std::int64_t at = index < 0 ? index + size : index;
    if (at >= 0 && at < size) found.push_back(&(*value)[static_cast<std::size_t>(at)]);
  }
  return found;
}

// Where the bracket that opens at 0 closes; brackets in quotes do not count.
std::size_t closing(std::string_view path) {
  char quote = 0;
  for (std::size_t i = 1; i < path.size(); ++i) {
    if (quote != 0)
      quote = path[i] == quote ? '\0' : quote;
    else if (path[i] == '\'' || path[i] == '"')
      quote = path[i];
    else if (path[i] == ']')
      return i;
  }
  return std::string_view::npos;
}

// Takes a name off, up to the next dot or bracket; "\." is a dot of the name.
std::string take_name(std::string_view& path) {
  std::string name;
  while (!path.empty() && path[0] != '.' && path[0] != '[') {
    if (path[0] == '\\' && path.size() > 1) path.remove_prefix(1);
    name += path[0];
    path.remove_prefix(1);
  }
  return name;
}

}  // namespace

std::vector<const json*> values_at(const json& tree, std::string_view path) {
  Values values = {&tree};
  while (!path.empty()) {
    if (path[0] == '[') {
      const std::size_t end = closing(path);
      if (end == std::string_view::npos) return {};
      values = chosen(values, trimmed(path.substr(1, end - 1)));
      path.remove_prefix(end + 1);
      continue;
    }
    if (path[0] == '.') path.remove_prefix(1);
    if (path.empty() || path[0] == '[') continue;
    const std::string name = take_name(path);
    values = name == "*" ? elements(values) : children(values, name);
  }
  return values;
}

bool set_at(json& tree, std::string_view path, json value) {
  json* at = &tree;
  while (!path.empty()) {
    if (path[0] == '[') return false;
    if (path[0] == '.') path.remove_prefix(1);
    if (at->is_null()) *at = json::object();
    if (!at->is_object()) return false;
    at = &(*at)[take_name(path)];
  }
  *at = std::move(value);
  return true;
}

}  // namespace podium::custom
