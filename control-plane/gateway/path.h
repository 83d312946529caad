// What a URL path of the Kubernetes API names.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace podium {

struct ApiPath {
  std::string group, version;                         // "" and "v1" for the core group
  std::string namespace_, plural, name, subresource;  // empty where the path has none
};

// /api/v1/namespaces/NS/pods/NAME/log, /apis/apps/v1/deployments, ...: a path that names a resource.
// Null for anything shorter or elsewhere (discovery, health). A namespace itself is plural
// "namespaces" with a name; "status" and "finalize" after it are its subresources.
std::optional<ApiPath> parse_api_path(std::string_view path);

}  // namespace podium
