// PodTemplates as `kubectl get podtemplates` shows them.
#include "control-plane/objects/kinds/pod_template.h"

#include "control-plane/gateway/printers/workloads.h"

namespace podium {
namespace {

std::vector<Cell> row(const Object& object, TimePoint) {
  const PodTemplateSpec& pods = static_cast<const PodTemplate&>(object).template_.value();
  return {object.metadata.name.str(), container_texts(pods, &Container::name),
          container_texts(pods, &Container::image), labels_text(pods.metadata.value().labels)};
}

}  // namespace

Printer pod_template_printer() {
  return {
      &PodTemplate::info(), {{"Name", "string", "name"}, {"Containers"}, {"Images"}, {"Pod Labels"}}, &row};
}

}  // namespace podium
