// What pods and containers may be told of themselves: the downward API.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "control-plane/kubelet/admission.h"

namespace podium::kubelet {

struct Downward {
  const Pod& pod;
  const PodState& state;
  const Text& host_ip;
  Share node;  // what limits count as where a container has none
};

// A field by its path: "metadata.labels['app']", "status.podIP". None: there is no such field.
std::optional<std::string> field_value(const Downward& of, std::string_view path);
// `resource` ("limits.cpu") of the container of that name, rounded up to whole divisors ("1m", "1Mi";
// empty: 1). None: there is no such container or resource.
std::optional<std::string> resource_value(const Downward& of, std::string_view container,
                                          std::string_view resource, std::string_view divisor);

}  // namespace podium::kubelet
