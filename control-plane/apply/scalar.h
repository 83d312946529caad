// A plain JSON value that can name an element of a list: as the member of a set, or as part of a key.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <variant>

namespace podium::apply {

using Scalar = std::variant<std::monostate, bool, std::int64_t, double, std::string>;

// None if the value is a list or an object.
std::optional<Scalar> scalar_of(const nlohmann::json& value);

// The order that field sets are written in: numbers (by value, 1 equals 1.0), texts, booleans, null.
// Negative, zero or positive.
int compare(const Scalar& a, const Scalar& b);

// As JSON. With `for_wire` also "<", ">" and "&" are escaped, as Go's encoder does.
std::string to_text(const Scalar& value, bool for_wire);
std::string to_text(const std::string& text, bool for_wire);

// Escapes what Go's encoder escapes in the strings of a JSON text and others do not.
std::string escape_for_go(const std::string& json_text);

}  // namespace podium::apply
