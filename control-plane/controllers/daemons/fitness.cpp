#include "control-plane/controllers/daemons/fitness.h"

#include <algorithm>

#include "control-plane/controllers/history/revisions.h"
#include "control-plane/controllers/nodes/conditions.h"
#include "control-plane/controllers/pods/pod_state.h"
#include "control-plane/objects/node_selector.h"
#include "control-plane/objects/taints.h"

namespace podium::controllers {

namespace {

constexpr std::string_view kNodeName = "metadata.name";
constexpr std::string_view kGenerationOfSet = "deprecated.daemonset.template.generation";
constexpr std::string_view kGenerationOfPod = "pod-template-generation";

struct Automatic {
  std::string_view key, effect;
  bool host_network = false;  // only for pods that bring no network of their own
};
constexpr Automatic kAutomatic[] = {
    {kNotReadyTaint, "NoExecute"},
    {kUnreachableTaint, "NoExecute"},
    {"node.kubernetes.io/disk-pressure", "NoSchedule"},
    {"node.kubernetes.io/memory-pressure", "NoSchedule"},
    {"node.kubernetes.io/pid-pressure", "NoSchedule"},
    {"node.kubernetes.io/unschedulable", "NoSchedule"},
    {"node.kubernetes.io/network-unavailable", "NoSchedule", true},
};

bool put_up_with(const PodSpec& spec, const Taint& taint) {
  if (tolerated(spec, taint)) return true;
  return std::any_of(std::begin(kAutomatic), std::end(kAutomatic), [&](const Automatic& automatic) {
    return (!automatic.host_network || spec.host_network) && taint.key == automatic.key &&
           taint.effect == automatic.effect;
  });
}

void add_tolerations(PodSpec& spec) {
  for (const Automatic& automatic : kAutomatic) {
    if (automatic.host_network && !spec.host_network) continue;
    Toleration toleration;
    toleration.key = automatic.key;
    toleration.operator_ = "Exists";
    toleration.effect = automatic.effect;
    // One for the same taint, whatever its time limit, gives way.
    std::erase_if(spec.tolerations.edit(), [&toleration](const Toleration& present) {
      return present.key == toleration.key && present.effect == toleration.effect &&
             present.operator_ == toleration.operator_;
    });
    spec.tolerations.push_back(std::move(toleration));
  }
}

// What the set asks of nodes has been asked by fitness(): the pod only names the node.
void require_node(PodSpec& spec, const Text& node) {
  NodeSelectorTerm term;
  term.match_fields = {NodeSelectorRequirement{Text(kNodeName), "In", {node}}};
  spec.affinity.edit().node_affinity.edit().required.edit().node_selector_terms = {std::move(term)};
}

}  // namespace

Fitness fitness(const DaemonSet& set, const Node& node) {
  const PodSpec& spec = set.spec.value().template_.value().spec.value();
  if (!spec.node_name.empty() && !(spec.node_name == node.metadata.name)) return {};
  if (!wanted_by(spec, node)) return {};
  Fitness fit{true, true};
  for (const Taint& taint : node.spec.value().taints) {
    const bool evicts = taint.effect == "NoExecute";
    if (!evicts && !(taint.effect == "NoSchedule")) continue;
    if (put_up_with(spec, taint)) continue;
    fit.runs = false;
    if (evicts) fit.stays = false;
  }
  return fit;
}

Ref<const Pod> daemon_pod(const DaemonSet& set, const Text& node, const std::string& hash) {
  Ref<Pod> pod = stamped(set.spec.value().template_.value(), set);
  pod->metadata.generate_name = set.metadata.name.str() + "-";
  pod->metadata.labels.set(Text(kRevisionHash), hash);
  if (const Text* generation = set.metadata.annotations.find(kGenerationOfSet)) {
    pod->metadata.labels.set(Text(kGenerationOfPod), *generation);
  }
  PodSpec& spec = pod->spec.edit();
  require_node(spec, node);
  add_tolerations(spec);
  return pod;
}

Text node_meant(const Pod& pod) {
  const PodSpec& spec = pod.spec.value();
  if (!spec.node_name.empty()) return spec.node_name;
  const NodeAffinity* affinity = node_affinity_of(spec);
  if (affinity == nullptr) return {};
  for (const NodeSelectorTerm& term : affinity->required.value().node_selector_terms) {
    for (const NodeSelectorRequirement& need : term.match_fields) {
      if (need.key == kNodeName && need.operator_ == "In" && need.values.size() == 1) return need.values[0];
    }
  }
  return {};
}

}  // namespace podium::controllers
