// What the tables of workloads share: the containers and images of a template.
#pragma once

#include <string>

#include "control-plane/gateway/printer.h"
#include "control-plane/objects/pod_spec.h"

namespace podium {

inline std::string container_names(const Box<PodTemplateSpec>& pod_template) {
  std::vector<std::string> names;
  for (const Container& c : pod_template.value().spec.value().containers) names.push_back(c.name.str());
  return join(names, ",");
}

inline std::string container_images(const Box<PodTemplateSpec>& pod_template) {
  std::vector<std::string> images;
  for (const Container& c : pod_template.value().spec.value().containers) images.push_back(c.image.str());
  return join(images, ",");
}

}  // namespace podium
