#include "control-plane/gateway/path.h"

#include <vector>

namespace podium {
namespace {

std::vector<std::string> segments_of(std::string_view path) {
  std::vector<std::string> segments;
  std::size_t at = 0;
  while (at < path.size()) {
    const std::size_t slash = path.find('/', at);
    const std::size_t end = slash == std::string_view::npos ? path.size() : slash;
    if (end > at) segments.emplace_back(path.substr(at, end - at));
    at = end + 1;
  }
  return segments;
}

bool namespace_subresource(const std::string& segment) {
  return segment == "status" || segment == "finalize";
}

}  // namespace

std::optional<ApiPath> parse_api_path(std::string_view path) {
  const std::vector<std::string> segments = segments_of(path);
  ApiPath api;
  std::size_t at = 0;
  if (segments.size() >= 3 && segments[0] == "api") {
    api.version = segments[1];
    at = 2;
  } else if (segments.size() >= 4 && segments[0] == "apis") {
    api.group = segments[1];
    api.version = segments[2];
    at = 3;
  } else {
    return std::nullopt;
  }
  const std::size_t left = segments.size() - at;
  const bool scoped =
      segments[at] == "namespaces" && left >= 3 && !(left == 3 && namespace_subresource(segments[at + 2]));
  if (scoped) {
    api.namespace_ = segments[at + 1];
    at += 2;
  }
  api.plural = segments[at++];
  if (at < segments.size()) api.name = segments[at++];
  for (; at < segments.size(); ++at) api.subresource += (api.subresource.empty() ? "" : "/") + segments[at];
  return api;
}

}  // namespace podium
