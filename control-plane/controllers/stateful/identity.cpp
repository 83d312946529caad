#include "control-plane/controllers/stateful/identity.h"

#include <charconv>
#include <nlohmann/json.hpp>

#include "control-plane/controllers/history/revisions.h"
#include "control-plane/controllers/pods/pod_state.h"
#include "control-plane/controllers/stateful/claims.h"

namespace podium::controllers {

namespace {

void identify(Pod& pod, int ordinal) {
  pod.metadata.labels.set(Text(kPodNameLabel), pod.metadata.name);
  pod.metadata.labels.set(Text(kPodIndexLabel), std::to_string(ordinal));
}

Volume claimed_volume(const Text& name, const Text& claim) {
  nlohmann::json source;
  source["persistentVolumeClaim"]["claimName"] = claim.str();
  return Volume{name, Tree(std::move(source))};
}

// The claims stand for the volumes that containers mount by the templates' names.
void mount_claims(const StatefulSet& set, int ordinal, PodSpec& spec) {
  const List<Text> templates = claim_templates(set);
  if (templates.empty()) return;
  List<Volume> volumes;
  for (const Text& name : templates) volumes.push_back(claimed_volume(name, claim_name(set, name, ordinal)));
  for (const Volume& volume : spec.volumes) {
    bool replaced = false;
    for (const Text& name : templates) replaced |= name == volume.name;
    if (!replaced) volumes.push_back(volume);
  }
  spec.volumes = volumes;
}

}  // namespace

int first_ordinal(const StatefulSet& set) { return set.spec.value().ordinals.value().start; }
int replicas_of(const StatefulSet& set) { return set.spec.value().replicas.value_or(1); }

bool in_range(const StatefulSet& set, int ordinal) {
  return ordinal >= first_ordinal(set) && ordinal < first_ordinal(set) + replicas_of(set);
}

Text pod_name(const StatefulSet& set, int ordinal) {
  return set.metadata.name.str() + "-" + std::to_string(ordinal);
}

std::optional<int> ordinal_of(const StatefulSet& set, const Pod& pod) {
  const std::string_view name = pod.metadata.name.view();
  const std::size_t dash = name.rfind('-');
  if (dash == std::string_view::npos || name.substr(0, dash) != set.metadata.name.view()) return std::nullopt;
  const std::string_view digits = name.substr(dash + 1);
  int ordinal = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), ordinal);
  if (error != std::errc() || end != digits.data() + digits.size() || ordinal < 0) return std::nullopt;
  return ordinal;
}

Ref<const Pod> stateful_pod(const StatefulSet& set, const PodTemplateSpec& stamp, const Text& revision,
                            int ordinal) {
  Ref<Pod> pod = stamped(stamp, set);
  pod->metadata.name = pod_name(set, ordinal);
  identify(*pod, ordinal);
  pod->metadata.labels.set(Text(kRevisionHash), revision);
  PodSpec& spec = pod->spec.edit();
  spec.hostname = pod->metadata.name;
  spec.subdomain = set.spec.value().service_name;
  mount_claims(set, ordinal, spec);
  return pod;
}

bool has_identity(const Pod& pod) {
  const Text* name = pod.metadata.labels.find(kPodNameLabel);
  return name != nullptr && *name == pod.metadata.name;
}

Ref<const Pod> with_identity(const Pod& pod, int ordinal) {
  Ref<Pod> changed = copy(pod);
  identify(*changed, ordinal);
  return changed;
}

}  // namespace podium::controllers
