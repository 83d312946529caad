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

}  // namespace podium::custom
