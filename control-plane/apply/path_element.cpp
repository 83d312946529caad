#include "control-plane/apply/path_element.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

namespace podium::apply {
namespace {

using nlohmann::json;
using Kind = PathElement::Kind;

PathElement single(Kind kind, Scalar value) {
  PathElement element;
  element.kind = kind;
  element.parts.push_back({"", std::move(value)});
  return element;
}

// The parts of a key or value, in JSON.
std::string key_text(const PathElement& element) {
  std::string text = "{";
  for (const KeyPart& part : element.parts) {
    if (text.size() > 1) text += ",";
    text += to_text(part.name, true) + ":" + to_text(part.value, true);
  }
  return text + "}";
}

std::optional<PathElement> parse_key(std::string_view text) {
  const json key = json::parse(text, nullptr, false);
  if (!key.is_object()) return std::nullopt;
  std::vector<KeyPart> parts;
  for (const auto& [name, value] : key.items()) {
    std::optional<Scalar> scalar = scalar_of(value);
    if (!scalar) return std::nullopt;
    parts.push_back({name, std::move(*scalar)});
  }
  return PathElement::key(std::move(parts));
}

std::optional<PathElement> parse_value(std::string_view text) {
  const json value = json::parse(text, nullptr, false);
  if (value.is_discarded()) return std::nullopt;
  std::optional<Scalar> scalar = scalar_of(value);
  if (!scalar) return std::nullopt;
  return PathElement::value(std::move(*scalar));
}

std::optional<PathElement> parse_index(std::string_view text) {
  std::int64_t index = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return PathElement::index(index);
}

}  // namespace

PathElement PathElement::field(std::string_view name) {
  PathElement element;
  element.name = name;
  return element;
}

PathElement PathElement::key(std::vector<KeyPart> parts) {
  PathElement element;
  element.kind = Kind::kKey;
  element.parts = std::move(parts);
  std::sort(element.parts.begin(), element.parts.end(),
            [](const KeyPart& a, const KeyPart& b) { return a.name < b.name; });
  return element;
}

PathElement PathElement::value(Scalar value) { return single(Kind::kValue, std::move(value)); }
PathElement PathElement::index(std::int64_t index) { return single(Kind::kIndex, index); }

int compare(const PathElement& a, const PathElement& b) {
  if (a.kind != b.kind) return a.kind < b.kind ? -1 : 1;
  if (a.kind == Kind::kField) return a.name.compare(b.name);
  const std::size_t common = std::min(a.parts.size(), b.parts.size());
  for (std::size_t i = 0; i < common; ++i) {
    const int names = a.parts[i].name.compare(b.parts[i].name);
    const int order = names != 0 ? names : compare(a.parts[i].value, b.parts[i].value);
    if (order != 0) return order;
  }
  return static_cast<int>(a.parts.size()) - static_cast<int>(b.parts.size());
}

std::string to_string(const PathElement& element) {
  if (element.kind == Kind::kField) return "." + element.name;
  std::string text = "[";
  for (const KeyPart& part : element.parts) {
    if (text.size() > 1) text += ",";
    if (element.kind != Kind::kIndex) text += part.name + "=";
    text += to_text(part.value, false);
  }
  return text + "]";
}

std::string to_wire(const PathElement& element) {
  switch (element.kind) {
    case Kind::kField: return "f:" + element.name;
    case Kind::kKey: return "k:" + key_text(element);
    case Kind::kValue: return "v:" + to_text(element.parts.front().value, true);
    case Kind::kIndex: break;
  }
  return "i:" + to_text(element.parts.front().value, true);
}

WireElement from_wire(std::string_view text) {
  if (text.size() < 2 || text[1] != ':') return {};
  const std::string_view rest = text.substr(2);
  switch (text[0]) {
    case 'f': return {PathElement::field(rest)};
    case 'k': return {parse_key(rest)};
    case 'v': return {parse_value(rest)};
    case 'i': return {parse_index(rest)};
    default: return {std::nullopt, false};
  }
}

std::string to_string(const Path& path) {
  std::string text;
  for (const PathElement& element : path) text += to_string(element);
  return text;
}

Path field_path(std::initializer_list<std::string_view> names) {
  Path path;
  for (const std::string_view name : names) path.push_back(PathElement::field(name));
  return path;
}

}  // namespace podium::apply
