// A pod that has a node keeps it.
#include "control-plane/objects/kinds/pod.h"
#include "scenarios/runner/invariant.h"

namespace podium::scenario {
namespace {

class BoundOnce final : public Invariant {
 public:
  std::vector<const KindInfo*> kinds() const override { return {&Pod::info()}; }

  std::string changed(const StoreChange& change, Cluster&) override {
    if (!change.previous || !change.object) return {};
    const auto& before = static_cast<const Pod&>(*change.previous);
    const auto& after = static_cast<const Pod&>(*change.object);
    const Text &from = before.spec->node_name, &to = after.spec->node_name;
    if (!(before.metadata.uid == after.metadata.uid) || from.empty() || from == to) return {};
    return "pod " + after.metadata.name.str() + " went from " + from.str() + " to " + to.str();
  }
};

}  // namespace

InvariantKind bound_once_invariant() {
  return {"bound-once", "a pod is bound at most once",
          []() -> std::unique_ptr<Invariant> { return std::make_unique<BoundOnce>(); }};
}

}  // namespace podium::scenario
