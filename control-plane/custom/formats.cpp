// What texts look like: the formats that Kubernetes checks, and patterns.
#include <algorithm>
#include <regex>

#include "control-plane/custom/validate.h"

namespace podium::custom {
namespace {

struct Format {
  std::string_view name;
  const char* pattern;
};

constexpr Format kFormats[] = {
    {"date", R"(^\d{4}-\d{2}-\d{2}$)"},
    {"date-time", R"(^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$)"},
    {"duration",
     R"(^-?(\d+(\.\d+)?(ns|us|ms|s|m|h))+$|^0$|^\d+ (ns|us|ms|s|m|h|d|w|day|days|hours|minutes|seconds)$)"},
    {"email", R"(^[^@\s]+@[^@\s]+$)"},
    {"ipv4", R"(^(\d{1,3}\.){3}\d{1,3}$)"},
    {"ipv6", R"(^[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*$)"},
    {"uuid", R"(^[0-9A-Fa-f]{8}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{12}$)"},
    {"uri", R"(^[A-Za-z][A-Za-z0-9+.-]*:.+$|^/.*$)"},
    {"byte", R"(^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$)"},
    {"hostname", R"(^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*\.?$)"},
    {"mac", R"(^([0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}$)"},
};

}  // namespace

bool has_format(const std::string& text, const std::string& format) {
  const auto known = std::ranges::find(kFormats, format, &Format::name);
  return known == std::end(kFormats) || matches_pattern(text, known->pattern);
}

// ECMAScript's expressions stand for RE2's, which know neither look-ahead nor back references: where both
// can read an expression, they agree. Like RE2, this walks all alternatives at once: the usual way to match
// goes as deep as the text is long, and a long text of a client would exhaust the stack.
// The library reads an expression by recursion, too, so a longer one is left alone.
bool matches_pattern(const std::string& text, const std::string& pattern) {
  constexpr std::size_t kLongestPattern = 4096;
  if (pattern.size() > kLongestPattern) return true;
  try {
    return std::regex_search(
        text, std::regex(pattern, std::regex::ECMAScript | std::regex_constants::__polynomial));
  } catch (const std::regex_error&) {
    return true;
  }
}

}  // namespace podium::custom
