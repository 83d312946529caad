// Small objects of the common kinds, valid as they are.
#pragma once

#include <string>

#include "control-plane/objects/kinds/config_map.h"
#include "control-plane/objects/kinds/deployment.h"
#include "control-plane/objects/kinds/pod.h"

namespace podium::testing {

inline Key in_default(const std::string& name) { return {"default", name}; }

inline Ref<ConfigMap> config_map(const std::string& name, const std::string& value = "1") {
  auto map = make_ref<ConfigMap>();
  map->metadata.name = name;
  map->metadata.namespace_ = "default";
  map->data = {{"k", value}};
  return map;
}

inline Ref<Pod> pod(const std::string& name) {
  auto pod = make_ref<Pod>();
  pod->metadata.name = name;
  pod->metadata.namespace_ = "default";
  Container container;
  container.name = "c";
  container.image = "nginx";
  pod->spec.edit().containers = {container};
  return pod;
}

inline Ref<Deployment> deployment(const std::string& name) {
  auto deployment = make_ref<Deployment>();
  deployment->metadata.name = name;
  deployment->metadata.namespace_ = "default";
  deployment->spec.edit().selector.edit().match_labels = {{"app", name}};
  PodTemplateSpec& pods = deployment->spec.edit().template_.edit();
  pods.metadata.edit().labels = {{"app", name}};
  pods.spec = pod("x")->spec;
  return deployment;
}

}  // namespace podium::testing
