#include "scenarios/explain/cluster_state.h"

#include <functional>
#include <nlohmann/json.hpp>

#include "control-plane/codec/json.h"
#include "control-plane/objects/kinds/namespace.h"
#include "control-plane/objects/kinds/replica_set.h"
#include "control-plane/objects/kinds/replication_controller.h"
#include "control-plane/objects/kinds/stateful_set.h"
#include "control-plane/rules/rules.h"
#include "control-plane/scheduler/feed.h"

namespace podium::explain {
namespace {

using nlohmann::json;

Error invalid(const std::string& text) { return {ErrorCode::kInvalid, text}; }

// The object, in the namespace "default" and with a uid if it names none, defaults set.
Result<Ref<Object>> read_object(const KindInfo& kind, const json& tree, const std::string& place) {
  if (!tree.is_object()) return invalid(place + ": expected an object");
  DecodedObject decoded = from_json(kind, tree);
  if (!decoded.value) return invalid(place + "." + decoded.error);
  ObjectMeta& metadata = decoded.value->metadata;
  if (metadata.name.empty()) return invalid(place + ".metadata.name: Required value");
  if (kind.namespaced && metadata.namespace_.empty()) metadata.namespace_ = "default";
  if (metadata.uid.empty()) metadata.uid = metadata.namespace_.str() + "/" + metadata.name.str();
  rules_of(kind).set_defaults(*decoded.value);
  return decoded.value;
}

// How the objects of one list get into the state.
struct Section {
  const char* name;
  const KindInfo* kind;
  std::function<void(ClusterState&, const ObjectRef&)> take;
};

template <class T, class F>
Section section(const char* name, F take) {
  return {name, &T::info(),
          [take](ClusterState& state, const ObjectRef& object) { take(state, as<T>(object)); }};
}

template <class T>
Section controllers(const char* name, const char* kind) {
  return section<T>(name, [kind](ClusterState& state, const Ref<const T>& controller) {
    state.view.selectors.set_controller(kind, key_of(*controller), selector_of(*controller));
  });
}

void take_pod(ClusterState& state, const Ref<const Pod>& pod) {
  const Text& nominated = pod->status.value().nominated_node_name;
  if (!pod->spec.value().node_name.empty()) {
    if (!is_terminal(*pod)) state.view.add_pod(pod, pod->spec->node_name);
  } else if (!nominated.empty()) {
    state.view.nominate(pod, nominated);
  }
}

std::vector<Section> sections() {
  return {
      section<Node>("nodes", [](ClusterState& s, const Ref<const Node>& n) { s.view.set_node(n); }),
      section<Pod>("pods", take_pod),
      section<Service>("services",
                       [](ClusterState& s, const Ref<const Service>& o) { s.view.selectors.set_service(o); }),
      controllers<ReplicaSet>("replicaSets", "ReplicaSet"),
      controllers<StatefulSet>("statefulSets", "StatefulSet"),
      controllers<ReplicationController>("replicationControllers", "ReplicationController"),
      section<Namespace>("namespaces",
                         [](ClusterState& s, const Ref<const Namespace>& o) {
                           s.view.namespaces.set(o->metadata.name, o->metadata.labels);
                         }),
      section<PodDisruptionBudget>(
          "podDisruptionBudgets",
          [](ClusterState& s, const Ref<const PodDisruptionBudget>& o) { s.budgets.push_back(o); }),
      section<PersistentVolumeClaim>("persistentVolumeClaims",
                                     [](ClusterState& s, const Ref<const PersistentVolumeClaim>& o) {
                                       s.view.volumes.claims[key_of(*o)] = o;
                                     }),
      section<PersistentVolume>("persistentVolumes",
                                [](ClusterState& s, const Ref<const PersistentVolume>& o) {
                                  s.view.volumes.volumes[o->metadata.name] = o;
                                }),
      section<StorageClass>("storageClasses",
                            [](ClusterState& s, const Ref<const StorageClass>& o) {
                              s.view.volumes.classes[o->metadata.name] = o;
                            }),
      {"csiNodes", find_kind("storage.k8s.io", "v1", "CSINode"),
       [](ClusterState& s, const ObjectRef& o) {
         s.view.volumes.attach_limits[o->metadata.name] = attach_limits_of(*o);
       }},
  };
}

std::string listed_names(const std::vector<Section>& known) {
  std::string names = "pod";
  for (const Section& section : known) names += std::string(", ") + section.name;
  return names;
}

Error unknown_section(const std::string& name, const std::vector<Section>& known) {
  return invalid(name + ": there is no such part of a state: expected one of " + listed_names(known));
}

}  // namespace

Result<std::unique_ptr<ClusterState>> read_state(const json& input) {
  if (!input.is_object()) return invalid("a state is a JSON object with \"pod\" and \"nodes\"");
  const std::vector<Section> known = sections();
  auto state = std::make_unique<ClusterState>();
  for (const auto& part : input.items()) {
    const std::string& name = part.key();
    const json& list = part.value();
    if (name == "pod" || name == "name" || name == "description") continue;
    const auto found =
        std::find_if(known.begin(), known.end(), [&](const Section& s) { return name == s.name; });
    if (found == known.end()) return unknown_section(name, known);
    if (!list.is_array()) return invalid(name + ": expected a list");
    for (std::size_t i = 0; i < list.size(); ++i) {
      auto object = read_object(*found->kind, list[i], name + "[" + std::to_string(i) + "]");
      if (!object.ok()) return object.error();
      found->take(*state, object.value());
    }
  }
  if (!input.contains("pod")) return invalid("pod: Required value: the pod that looks for a node");
  auto pod = read_object(Pod::info(), input["pod"], "pod");
  if (!pod.ok()) return pod.error();
  state->pod = as<Pod>(ObjectRef(pod.value()));
  state->view.settle();
  return state;
}

std::vector<std::pair<const char*, const KindInfo*>> state_kinds() {
  std::vector<std::pair<const char*, const KindInfo*>> kinds;
  for (const Section& section : sections()) kinds.emplace_back(section.name, section.kind);
  return kinds;
}

}  // namespace podium::explain
