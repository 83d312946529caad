#include "control-plane/custom/tree.h"

#include <nlohmann/json.hpp>

namespace podium::custom {
namespace {

using nlohmann::json;

const json* find(const json& holder, const char* name) {
  if (!holder.is_object()) return nullptr;
  const auto found = holder.find(name);
  return found == holder.end() ? nullptr : &*found;
}

}  // namespace

std::string text_at(const json& holder, const char* name) {
  const json* found = find(holder, name);
  return found != nullptr && found->is_string() ? found->get<std::string>() : std::string();
}

const json& object_at(const json& holder, const char* name) {
  static const json none = json::object();
  const json* found = find(holder, name);
  return found != nullptr && found->is_object() ? *found : none;
}

const json& list_at(const json& holder, const char* name) {
  static const json none = json::array();
  const json* found = find(holder, name);
  return found != nullptr && found->is_array() ? *found : none;
}

bool flag_at(const json& holder, const char* name) {
  const json* found = find(holder, name);
  return found != nullptr && found->is_boolean() && found->get<bool>();
}

std::optional<std::int64_t> integer_at(const json& holder, const char* name) {
  const json* found = find(holder, name);
  if (found == nullptr || !found->is_number()) return std::nullopt;
  return found->get<std::int64_t>();
}

std::optional<double> number_at(const json& holder, const char* name) {
  const json* found = find(holder, name);
  if (found == nullptr || !found->is_number()) return std::nullopt;
  return found->get<double>();
}

std::vector<std::string> texts_at(const json& holder, const char* name) {
  std::vector<std::string> texts;
  for (const json& text : list_at(holder, name)) {
    if (text.is_string()) texts.push_back(text.get<std::string>());
  }
  return texts;
}

std::string go_text(const json& value) {
  if (!value.is_object()) return value.dump();
  std::string text;
  for (const auto& [name, field] : value.items())
    text += (text.empty() ? "" : ", ") + json(name).dump() + ":" + go_text(field);
  return "map[string]interface {}{" + text + "}";
}

}  // namespace podium::custom
