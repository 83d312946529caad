// What texts look like: the formats that Kubernetes checks.
#include <algorithm>

#include "control-plane/custom/patterns.h"
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

}  // namespace podium::custom
