#include "control-plane/schema/type.h"

#include <algorithm>

namespace podium::schema {

const Field* Type::find(std::string_view field_name) const {
  const auto at =
      std::lower_bound(fields.begin(), fields.end(), field_name,
                       [](const Field& field, std::string_view name) { return field.name < name; });
  return at != fields.end() && at->name == field_name ? &*at : nullptr;
}

const WireField* Type::find_number(std::uint32_t number) const {
  const auto at = std::lower_bound(wire.begin(), wire.end(), number,
                                   [](const WireField& field, std::uint32_t n) { return field.number < n; });
  return at != wire.end() && at->number == number ? &*at : nullptr;
}

const Type& any_type() {
  static const Type type{Shape::kJson};
  return type;
}

}  // namespace podium::schema
