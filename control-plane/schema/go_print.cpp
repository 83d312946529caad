#include "control-plane/schema/go_print.h"

#include <nlohmann/json.hpp>

namespace podium::schema {

std::string go_print(const nlohmann::json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_null()) return "<nil>";
  if (!value.is_structured()) return value.dump();
  std::string text = value.is_object() ? "map[" : "[";
  const std::size_t start = text.size();
  for (const auto& [key, member] : value.items()) {
    if (text.size() > start) text += " ";
    if (value.is_object()) text += key + ":";
    text += go_print(member);
  }
  return text + "]";
}

}  // namespace podium::schema
