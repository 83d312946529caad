// nodes: "small-*" (a glob of names), with count: compared with how many there are; of these only the
// `ready: true` ones (or false: the others), and only those tainted with taint: a key.
#include <algorithm>

#include "control-plane/objects/kinds/node.h"
#include "scenarios/runner/condition.h"
#include "sim/world/glob.h"

namespace podium::scenario {
namespace {

bool is_ready(const Node& node) { return holds(node.status.value().conditions, "Ready"); }

class NodesCondition final : public Condition {
 public:
  explicit NodesCondition(const Section& s)
      : names_(s.text("nodes")), count_(Comparison::read(s, "count")), taint_(s.text("taint", "")) {
    if (s.has("ready")) ready_ = s.boolean("ready", true);
  }

  std::string wanted() const override {
    return "nodes " + names_ + (ready_ ? *ready_ ? " Ready" : " not Ready" : "") +
           (taint_.empty() ? "" : " tainted " + taint_) + ": " + count_.text();
  }

  Finding look(const Cluster& cluster) const override {
    int found = 0;
    cluster.each(Node::info(), {}, [&](const ObjectRef& object) {
      if (includes(static_cast<const Node&>(*object))) ++found;
    });
    return {count_.holds(found), std::to_string(found)};
  }

 private:
  bool includes(const Node& node) const {
    if (!sim::glob_match(names_, node.metadata.name.view())) return false;
    if (ready_ && *ready_ != is_ready(node)) return false;
    const List<Taint>& taints = node.spec.value().taints;
    return taint_.empty() ||
           std::any_of(taints.begin(), taints.end(), [&](const Taint& t) { return t.key == taint_; });
  }

  std::string names_;
  Comparison count_;
  std::string taint_;
  std::optional<bool> ready_;
};

}  // namespace

ConditionKind nodes_condition() {
  return {"nodes",
          [](const Section& s) -> std::unique_ptr<Condition> { return std::make_unique<NodesCondition>(s); }};
}

}  // namespace podium::scenario
