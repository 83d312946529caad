#include "control-plane/gateway/http_message.h"

namespace podium {
namespace {

std::string_view find(const std::vector<std::pair<std::string, std::string>>& pairs, std::string_view name) {
  for (const auto& [key, value] : pairs) {
    if (key == name) return value;
  }
  return {};
}

}  // namespace

std::string_view HttpRequest::parameter(std::string_view name) const { return find(query, name); }

std::string_view HttpRequest::header(std::string_view name) const { return find(headers, name); }

bool HttpRequest::flag(std::string_view name) const {
  const std::string_view value = parameter(name);
  for (const std::string_view yes : {"1", "t", "T", "true", "TRUE", "True"}) {
    if (value == yes) return true;
  }
  return false;
}

}  // namespace podium
