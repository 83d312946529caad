// Of a StatefulSet's ordinal, containers run on one machine at most: what runs there may write to one volume.
#include "control-plane/objects/kinds/pod.h"
#include "scenarios/runner/invariant.h"

namespace podium::scenario {
namespace {

bool is_ordinal(const Pod& pod) {
  const OwnerReference* owner = pod.metadata.controller();
  return owner != nullptr && owner->kind == "StatefulSet";
}

bool runs(const Pod& pod) { return pod.status.value().phase == "Running"; }

// A machine on which containers of another pod of that name run.
std::string machine_of_another(const Pod& pod, Cluster& cluster) {
  const std::string name = pod.metadata.namespace_.str() + "/" + pod.metadata.name.str();
  for (const std::string& machine : cluster.node_names()) {
    if (cluster.world().machine(machine).runtime.runs_another(name, pod.metadata.uid.str())) return machine;
  }
  return {};
}

class OrdinalsOnce final : public Invariant {
 public:
  std::vector<const KindInfo*> kinds() const override { return {&Pod::info()}; }

  std::string changed(const StoreChange& change, Cluster& cluster) override {
    if (change.type == ChangeType::kDeleted) return {};
    const auto& pod = static_cast<const Pod&>(*change.object);
    if (!is_ordinal(pod) || !runs(pod)) return {};
    if (change.previous && runs(static_cast<const Pod&>(*change.previous))) return {};
    const std::string machine = machine_of_another(pod, cluster);
    return machine.empty() ? std::string()
                           : "pod " + pod.metadata.name.str() + " runs on " + pod.spec->node_name.str() +
                                 " while one of that name runs on " + machine;
  }
};

}  // namespace

InvariantKind ordinals_once_invariant() {
  return {"ordinals-once", "an ordinal of a StatefulSet runs once at most",
          []() -> std::unique_ptr<Invariant> { return std::make_unique<OrdinalsOnce>(); }};
}

}  // namespace podium::scenario
