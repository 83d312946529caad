#include "runtime/chronicle/names.h"

namespace podium {

std::uint32_t Names::number(std::string_view name) {
  const auto known = numbers_.find(name);
  if (known != numbers_.end()) return known->second;
  const std::uint32_t number = size();
  numbers_.emplace(names_.emplace_back(name), number);
  return number;
}

std::uint32_t Names::find(std::string_view name) const {
  const auto known = numbers_.find(name);
  return known == numbers_.end() ? kNone : known->second;
}

}  // namespace podium
