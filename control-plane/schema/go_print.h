// A JSON value as Go prints it with %v, for messages that quote one: map[a:1 b:[x y]].
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace podium::schema {

std::string go_print(const nlohmann::json& value);

}  // namespace podium::schema
