// What containers take their environment and files from: ConfigMaps, Secrets, tokens of their service
// account.
#pragma once

#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "control-plane/kubelet/pod_state.h"

namespace podium::kubelet {

struct SourceName {
  bool secret = false;
  Text name;
  // Set: a token of the pod's service account instead, good for so many seconds and for the audience `name`
  // (empty: the API server).
  std::int64_t token_seconds = 0;

  auto operator<=>(const SourceName&) const = default;
  bool operator==(const SourceName&) const = default;
};

using Values = std::map<std::string, std::string>;  // by key, as bytes
// Those that are there.
using Sources = std::map<SourceName, Values>;

// What must be read before containers[i] can be made; each once. Empty for most containers.
std::vector<SourceName> sources_of(const PodSpec& spec, std::size_t i);

// What an object holds, by key. REQUIRES: a ConfigMap or a Secret.
Values values_of(const Object& object);
// The token that a volume's source asks for.
SourceName token_source(const nlohmann::json& service_account_token);
// The volume that the source is part of; empty if it is of none.
Text volume_with(const PodSpec& spec, const SourceName& source);
// As the API server says it: `configmap "x" not found`.
std::string not_found_text(const SourceName& source);

}  // namespace podium::kubelet
