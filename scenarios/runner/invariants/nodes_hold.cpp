// What the pods ask for that a node's kubelet has taken is no more than the node has. (A binding alone proves
// nothing: two schedulers may have bound at once, and the kubelet then refuses one of the pods.)
#include <map>

#include "control-plane/kubelet/admission.h"
#include "control-plane/objects/kinds/node.h"
#include "control-plane/objects/kinds/pod.h"
#include "scenarios/runner/invariant.h"

namespace podium::scenario {
namespace {

using kubelet::Share;

bool takes_room(const Pod& pod) {
  const PodStatus& status = pod.status.value();
  return !pod.spec->node_name.empty() && status.start_time != TimePoint{} && !(status.phase == "Failed") &&
         !(status.phase == "Succeeded");
}

class NodesHold final : public Invariant {
 public:
  std::vector<const KindInfo*> kinds() const override { return {&Pod::info()}; }

  std::string changed(const StoreChange& change, Cluster& cluster) override {
    if (change.previous) count(static_cast<const Pod&>(*change.previous), -1);
    if (change.type == ChangeType::kDeleted) return {};
    const auto& pod = static_cast<const Pod&>(*change.object);
    if (!count(pod, +1)) return {};
    const auto node = cluster.ClusterView::find<Node>(Key{"", pod.spec->node_name});
    return node ? excess(*node) : std::string();
  }

 private:
  bool count(const Pod& pod, int by) {
    if (!takes_room(pod)) return false;
    const Share share = kubelet::share_of(*pod.spec);
    Share& sum = taken_[pod.spec->node_name];
    sum.cpu += by * share.cpu;
    sum.memory += by * share.memory;
    sum.pods += by * share.pods;
    return true;
  }

  std::string excess(const Node& node) const {
    const Share& taken = taken_.at(node.metadata.name);
    const ResourceList& has = node.status.value().allocatable;
    const auto beyond = [&](const char* resource, std::int64_t asked, std::int64_t there) {
      return asked <= there ? std::string()
                            : "pods on " + node.metadata.name.str() + " ask for " + std::to_string(asked) +
                                  " of " + resource + ", which has " + std::to_string(there);
    };
    const auto amount = [&has](const char* resource) {
      const Quantity* found = has.find(resource);
      return found == nullptr ? Quantity() : *found;
    };
    if (auto text = beyond("cpu", taken.cpu, amount("cpu").milli_value()); !text.empty()) return text;
    if (auto text = beyond("memory", taken.memory, amount("memory").value()); !text.empty()) return text;
    return beyond("pods", taken.pods, amount("pods").value());
  }

  std::map<Text, Share> taken_;  // by node
};

}  // namespace

InvariantKind nodes_hold_invariant() {
  return {"nodes-hold", "no node takes more than its allocatable",
          []() -> std::unique_ptr<Invariant> { return std::make_unique<NodesHold>(); }};
}

}  // namespace podium::scenario
