#include "control-plane/authorization/pod_references.h"

#include <nlohmann/json.hpp>

namespace podium {
namespace {

using nlohmann::json;

// Is `key` a field in which a pod names an object of that sort, by `field` of its value?
using Names = bool (*)(std::string_view key);

bool names_secret(std::string_view key) {
  return key == "secret" || key == "secretKeyRef" || key.ends_with("ecretRef");
}
bool names_config_map(std::string_view key) { return key.starts_with("configMap"); }
bool names_claim(std::string_view key) { return key == "persistentVolumeClaim"; }

bool text_is(const json& tree, const char* field, std::string_view wanted) {
  const auto found = tree.find(field);
  return found != tree.end() && found->is_string() && found->get_ref<const std::string&>() == wanted;
}

// Secrets are called `secretName` in volumes, and claims `claimName`; all else is called `name`.
bool named_here(const json& value, std::string_view wanted) {
  return value.is_object() && (text_is(value, "name", wanted) || text_is(value, "secretName", wanted) ||
                               text_is(value, "claimName", wanted));
}

bool names_in(const json& tree, Names names, std::string_view wanted) {
  if (!tree.is_structured()) return false;
  for (const auto& [key, value] : tree.items()) {
    if (tree.is_object() && names(key) && named_here(value, wanted)) return true;
    if (names_in(value, names, wanted)) return true;
  }
  return false;
}

bool names_in(const List<Container>& containers, Names names, std::string_view wanted) {
  for (const Container& container : containers) {
    if (names_in(container.env_from.json(), names, wanted)) return true;
    for (const EnvVar& variable : container.env) {
      if (names_in(variable.value_from.json(), names, wanted)) return true;
    }
  }
  return false;
}

bool refers_to(const Pod& pod, Names names, std::string_view wanted) {
  const PodSpec& spec = *pod.spec;
  for (const Volume& volume : spec.volumes) {
    if (names_in(volume.rest.json(), names, wanted)) return true;
  }
  return names_in(spec.containers, names, wanted) || names_in(spec.init_containers, names, wanted) ||
         names_in(spec.rest.json(), names, wanted);
}

// A volume of the pod's own, whose claim is made with it.
bool has_ephemeral(const Pod& pod, std::string_view claim) {
  const std::string prefix = pod.metadata.name.str() + "-";
  if (!claim.starts_with(prefix)) return false;
  for (const Volume& volume : pod.spec->volumes) {
    if (volume.name == claim.substr(prefix.size()) && volume.rest.json().contains("ephemeral")) return true;
  }
  return false;
}

}  // namespace

bool refers_to_secret(const Pod& pod, std::string_view name) {
  if (refers_to(pod, names_secret, name)) return true;
  const json& rest = pod.spec->rest.json();
  const auto pulls = rest.is_object() ? rest.find("imagePullSecrets") : rest.end();
  if (!rest.is_object() || pulls == rest.end()) return false;
  for (const json& secret : *pulls) {
    if (named_here(secret, name)) return true;
  }
  return false;
}

bool refers_to_config_map(const Pod& pod, std::string_view name) {
  return refers_to(pod, names_config_map, name);
}

bool refers_to_claim(const Pod& pod, std::string_view name) {
  return refers_to(pod, names_claim, name) || has_ephemeral(pod, name);
}

}  // namespace podium
