#include "control-plane/gateway/negotiate.h"

#include <map>
#include <vector>

namespace podium {
namespace {

struct MediaType {
  std::string name;
  std::map<std::string, std::string, std::less<>> parameters;

  std::string_view parameter(std::string_view key) const {
    const auto found = parameters.find(key);
    return found == parameters.end() ? std::string_view() : std::string_view(found->second);
  }
};

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

std::vector<std::string_view> split(std::string_view text, char at) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find(at, begin), text.size());
    parts.push_back(trimmed(text.substr(begin, end - begin)));
    begin = end + 1;
  }
  return parts;
}

std::vector<MediaType> media_types(std::string_view accept) {
  std::vector<MediaType> types;
  for (const std::string_view entry : split(accept, ',')) {
    if (entry.empty()) continue;
    MediaType type;
    for (const std::string_view part : split(entry, ';')) {
      const std::size_t equals = part.find('=');
      if (type.name.empty())
        type.name = part;
      else if (equals != std::string_view::npos)
        type.parameters[std::string(part.substr(0, equals))] = part.substr(equals + 1);
    }
    types.push_back(std::move(type));
  }
  return types;
}

bool is_json(const MediaType& type) {
  return type.name == "application/json" || type.name == "*/*" || type.name == "application/*";
}

}  // namespace

std::optional<Accepted> negotiate(std::string_view accept) {
  const std::vector<MediaType> types = media_types(accept);
  if (types.empty()) return Accepted{};
  for (const MediaType& type : types) {
    if (!is_json(type)) continue;
    const std::string_view as = type.parameter("as"), version = type.parameter("v");
    if (as.empty()) return Accepted{};
    if (type.parameter("g") != "meta.k8s.io" || (version != "v1" && version != "v1beta1")) continue;
    if (as == "Table") return Accepted{Form::kTable, std::string(version)};
    if (as == "PartialObjectMetadata" || as == "PartialObjectMetadataList") {
      return Accepted{Form::kPartialMetadata, std::string(version)};
    }
  }
  return std::nullopt;
}

std::string_view aggregated_discovery_version(std::string_view accept) {
  for (const MediaType& type : media_types(accept)) {
    if (!is_json(type)) continue;
    if (type.parameter("as") != "APIGroupDiscoveryList") return {};
    if (type.parameter("v") == "v2") return "v2";
    if (type.parameter("v") == "v2beta1") return "v2beta1";
  }
  return {};
}

}  // namespace podium
