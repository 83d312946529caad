// The ConfigMaps and Secrets that containers take their environment and files from.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "control-plane/kubelet/pod_state.h"

namespace podium::kubelet {

struct SourceName {
  bool secret = false;
  Text name;

  bool operator==(const SourceName&) const = default;
  bool operator<(const SourceName& other) const {
    return secret != other.secret ? secret < other.secret : name < other.name;
  }
};

// Those that are there.
using Sources = std::map<SourceName, ObjectRef>;

// What must be read before containers[i] can be made; each once. Empty for most containers.
std::vector<SourceName> sources_of(const PodSpec& spec, std::size_t i);

// The value under a key of a source, as bytes; none: the source or the key is not there.
std::optional<std::string> value_in(const Sources& sources, const SourceName& source, std::string_view key);
// The keys of a source with their values, sorted.
std::map<std::string, std::string> values_of(const Sources& sources, const SourceName& source);
// As the API server says it: `configmap "x" not found`.
std::string not_found_text(const SourceName& source);

}  // namespace podium::kubelet
