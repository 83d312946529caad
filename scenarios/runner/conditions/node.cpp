// node: node-2, with condition (default Ready) `is` True, False or Unknown, or taint: a key it has
// (or `no-taint`: has not).
#include "control-plane/objects/kinds/node.h"

#include <algorithm>

#include "scenarios/runner/condition.h"

namespace podium::scenario {
namespace {

class NodeCondition final : public Condition {
 public:
  explicit NodeCondition(const Section& s) : node_(s.text("node")) {
    text_ = "node " + node_;
    if (s.has("is")) {
      condition_ = s.text("condition", "Ready");
      is_ = s.one_of("is", {"True", "False", "Unknown"}, "True");
      text_ += " " + condition_ + "=" + is_;
    }
    taint_ = s.text("taint", "");
    no_taint_ = s.text("no-taint", "");
    if (!taint_.empty()) text_ += " tainted " + taint_;
    if (!no_taint_.empty()) text_ += " not tainted " + no_taint_;
    if (condition_.empty() && taint_.empty() && no_taint_.empty())
      s.expected("is", "True, False or Unknown (or a taint)");
  }

  std::string wanted() const override { return text_; }

  Finding look(const Cluster& cluster) const override {
    const auto node = cluster.find<Node>(Key{"", node_});
    if (!node) return {false, "no such node"};
    Finding finding{true, ""};
    if (!condition_.empty()) {
      const podium::Condition* condition = find_condition(node->status.value().conditions, condition_);
      const std::string status = condition == nullptr ? "none" : condition->status.str();
      finding = {status == is_, condition_ + "=" + status};
    }
    if (!taint_.empty() && !tainted(*node, taint_)) finding = {false, "taint " + taint_ + " is missing"};
    if (!no_taint_.empty() && tainted(*node, no_taint_)) finding = {false, "tainted " + no_taint_};
    return finding;
  }

 private:
  // "key" or "key:Effect".
  static bool tainted(const Node& node, const std::string& wanted) {
    const List<Taint>& taints = node.spec.value().taints;
    return std::any_of(taints.begin(), taints.end(), [&](const Taint& t) {
      return t.key == wanted || t.key.str() + ":" + t.effect.str() == wanted;
    });
  }

  std::string node_, condition_, is_, taint_, no_taint_, text_;
};

}  // namespace

ConditionKind node_condition() {
  return {"node",
          [](const Section& s) -> std::unique_ptr<Condition> { return std::make_unique<NodeCondition>(s); }};
}

}  // namespace podium::scenario
