// When all is mended and at rest, nothing is left over: no object whose owner is gone, no pod on a node that
// is none, no container of a pod that is not.
#include <set>

#include "control-plane/objects/kinds/node.h"
#include "control-plane/objects/kinds/pod.h"
#include "scenarios/runner/invariant.h"

namespace podium::scenario {
namespace {

class NothingOrphaned final : public Invariant {
 public:
  std::vector<const KindInfo*> kinds() const override { return {}; }
  std::string changed(const StoreChange&, Cluster&) override { return {}; }

  std::string at_end(Cluster& cluster) override {
    std::set<Text> uids;
    each_object(cluster, [&](const Object& object) { uids.insert(object.metadata.uid); });
    std::string lost;
    each_object(cluster, [&](const Object& object) {
      const OwnerReference* owner = object.metadata.controller();
      if (owner != nullptr && !uids.contains(owner->uid))
        lost = object.kind().resource() + " " + object.metadata.name.str() + " belongs to " +
               owner->kind.str() + " " + owner->name.str() + ", which is gone";
    });
    if (lost.empty()) lost = pod_without_node(cluster);
    return lost.empty() ? container_without_pod(cluster, uids) : lost;
  }

 private:
  static void each_object(Cluster& cluster, const std::function<void(const Object&)>& visit) {
    for (const KindInfo* kind : all_kinds())
      cluster.each(*kind, {}, [&](const ObjectRef& object) { visit(*object); });
  }

  static std::string pod_without_node(Cluster& cluster) {
    for (const auto& pod : cluster.all<Pod>()) {
      const Text& node = pod->spec->node_name;
      if (!node.empty() && !cluster.ClusterView::find<Node>(Key{"", node}))
        return "pod " + pod->metadata.name.str() + " is on node " + node.str() + ", which is gone";
    }
    return {};
  }

  static std::string container_without_pod(Cluster& cluster, const std::set<Text>& uids) {
    for (const std::string& machine : cluster.node_names()) {
      for (const Sandbox& sandbox : cluster.world().machine(machine).runtime.sandboxes()) {
        if (!uids.contains(Text(sandbox.uid)))
          return "sandbox " + sandbox.id + " on " + machine + " is of pod " + sandbox.uid + ", which is gone";
      }
    }
    return {};
  }
};

}  // namespace

InvariantKind nothing_orphaned_invariant() {
  return {"nothing-orphaned", "at rest, nothing belongs to what is gone",
          []() -> std::unique_ptr<Invariant> { return std::make_unique<NothingOrphaned>(); }};
}

}  // namespace podium::scenario
