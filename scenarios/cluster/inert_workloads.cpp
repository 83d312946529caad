#include "scenarios/cluster/inert_workloads.h"

#include "control-plane/rules/inert.h"

namespace podium {

std::string inert_workloads(const Manifests& manifests) {
  std::string text;
  for (std::size_t i = 0; i < manifests.objects.size(); ++i) {
    const Object& object = *manifests.objects[i];
    const Inert fact = inert(object.kind());
    if (!fact.runs_nothing) continue;
    text += (text.empty() ? "" : "\n") + manifests.origins[i] + ": " + object.kind().kind.str() + " \"" +
            object.metadata.name.str() + "\": " + std::string(fact.note);
  }
  return text;
}

}  // namespace podium
