// Where a value stands in the schema, and into what it is divided for the question of who owns it: a value is
// owned as a whole, or member by member, or element by element.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "control-plane/schema/type.h"

namespace podium::apply {

enum class Division : std::uint8_t {
  kWhole,     // scalars, atomic structs, maps and lists; lists without a schema
  kMembers,   // structs and maps; objects without a schema
  kElements,  // lists whose elements have keys, and sets
};

struct Place {
  const schema::Type* type;              // any_type() where there is no schema
  const schema::Field* field = nullptr;  // that it was reached through; null for roots, elements, map values

  // A null is divided as its type would be.
  Division division(const nlohmann::json& value) const;
  // True if it is a struct that has such a field. Members of maps are not declared.
  bool declares(std::string_view name) const;
  Place member(std::string_view name) const;
  Place element() const;
};

// Null, or an object or list without anything in it.
bool is_empty(const nlohmann::json& value);

}  // namespace podium::apply
