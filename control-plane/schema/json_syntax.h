// What Go's JSON decoder says of a text that is not JSON. Slow path only: asked after our own parser refused
// a text.
#pragma once

#include <string>
#include <string_view>

namespace podium::schema {

// "unexpected end of JSON input", "invalid character 'x' looking for beginning of value", ...
std::string json_syntax_error(std::string_view text);

}  // namespace podium::schema
