// Strings stored once and numbered from 0.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace podium {

class Names {
 public:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};

  // The number of `name`, a new one if it is new.
  std::uint32_t number(std::string_view name);
  // The number of `name`; kNone if it has none.
  std::uint32_t find(std::string_view name) const;
  // REQUIRES: number < size(). Valid as long as this object.
  std::string_view operator[](std::uint32_t number) const { return names_[number]; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(names_.size()); }

 private:
  std::deque<std::string> names_;  // a deque: strings stay where they are
  std::unordered_map<std::string_view, std::uint32_t> numbers_;
};

}  // namespace podium
