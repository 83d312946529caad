// The text of a request's target: percent-encoding and query strings (RFC 3986, and the form encoding
// of WHATWG for queries, where '+' is a space).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace podium::http {

// Names and values in the order of the text. A name may come more than once.
using Query = std::vector<std::pair<std::string, std::string>>;

// Nothing if a '%' is not followed by two hexadecimal digits.
std::optional<std::string> percent_decode(std::string_view text);

// "a=1&b=two+words&c" gives {a, 1}, {b, two words}, {c, ""}. Nothing if a part cannot be decoded.
std::optional<Query> parse_query(std::string_view text);

struct Target {
  std::string path;  // decoded; "*" for a request about the server itself
  Query query;
};

// A target is "/path?query", "http://host/path?query" as sent to a proxy, or "*". Nothing if it is none.
std::optional<Target> parse_target(std::string_view text);

}  // namespace podium::http
