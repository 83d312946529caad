#include "control-plane/kubelet/sources.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "control-plane/objects/kinds/config_map.h"
#include "control-plane/objects/kinds/secret.h"

namespace podium::kubelet {
namespace {

using nlohmann::json;

// Source: RFC 4648. What is no base64 ends the text.
std::string decoded(std::string_view text) {
  std::string bytes;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const int value = c >= 'A' && c <= 'Z'   ? c - 'A'
                      : c >= 'a' && c <= 'z' ? c - 'a' + 26
                      : c >= '0' && c <= '9' ? c - '0' + 52
                      : c == '+'             ? 62
                      : c == '/'             ? 63
                                             : -1;
    if (value < 0) break;
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    if ((count += 6) < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xff);
  }
  return bytes;
}

class Collector {
 public:
  void add(bool secret, const json& reference, const char* key) {
    if (!reference.is_object() || !reference.contains(key)) return;
    add({secret, Text(reference.at(key).get<std::string>())});
  }
  void add(SourceName source) {
    if (std::find(found.begin(), found.end(), source) == found.end()) found.push_back(std::move(source));
  }
  // Something that may have both members.
  void add_either(const json& holder, const char* config, const char* secret, const char* key) {
    if (!holder.is_object()) return;
    if (holder.contains(config)) add(false, holder.at(config), key);
    if (holder.contains(secret)) add(true, holder.at(secret), key);
  }
  void add_volume(const json& volume) {
    if (!volume.is_object()) return;
    if (volume.contains("configMap")) add(false, volume.at("configMap"), "name");
    if (volume.contains("secret")) add(true, volume.at("secret"), "secretName");
    if (!volume.contains("projected")) return;
    for (const json& source : volume.at("projected").value("sources", json::array())) {
      add_either(source, "configMap", "secret", "name");
      if (source.contains("serviceAccountToken")) add(token_source(source.at("serviceAccountToken")));
    }
  }

  std::vector<SourceName> found;
};

}  // namespace

std::vector<SourceName> sources_of(const PodSpec& spec, std::size_t i) {
  const Container& container = container_at(spec, i);
  Collector collector;
  if (container.env_from) {
    for (const json& source : container.env_from.json())
      collector.add_either(source, "configMapRef", "secretRef", "name");
  }
  for (const EnvVar& variable : container.env) {
    if (variable.value_from)
      collector.add_either(variable.value_from.json(), "configMapKeyRef", "secretKeyRef", "name");
  }
  for (const VolumeMount& mount : container.volume_mounts) {
    for (const Volume& volume : spec.volumes) {
      if (volume.name == mount.name && volume.rest) collector.add_volume(volume.rest.json());
    }
  }
  return std::move(collector.found);
}

Values values_of(const Object& object) {
  Values values;
  if (const auto* map = as<ConfigMap>(&object)) {
    for (const auto& [key, value] : map->data) values[key.str()] = value.str();
    for (const auto& [key, value] : map->binary_data) values[key.str()] = decoded(value);
  } else {
    for (const auto& [key, value] : static_cast<const Secret&>(object).data)
      values[key.str()] = decoded(value);
  }
  return values;
}

SourceName token_source(const json& asked) {
  return {false, Text(asked.value("audience", "")), asked.value("expirationSeconds", std::int64_t{3600})};
}

Text volume_with(const PodSpec& spec, const SourceName& source) {
  for (const Volume& volume : spec.volumes) {
    Collector collector;
    if (volume.rest) collector.add_volume(volume.rest.json());
    if (std::find(collector.found.begin(), collector.found.end(), source) != collector.found.end())
      return volume.name;
  }
  return {};
}

std::string not_found_text(const SourceName& source) {
  return std::string(source.secret ? "secret" : "configmap") + " \"" + source.name.str() + "\" not found";
}

}  // namespace podium::kubelet
