// add-node: a new worker of that name (node:), with cpu, memory and pods, which boots at once. remove-node:
// its machine is gone for good, and somebody deletes the Node.
#include "control-plane/objects/kinds/node.h"
#include "scenarios/runner/act.h"

namespace podium::scenario {
namespace {

class AddNode final : public Act {
 public:
  explicit AddNode(const Section& s) {
    node_.name = s.text("node");
    node_.cpu_milli = s.milli_quantity("cpu", node_.cpu_milli);
    node_.memory = s.quantity("memory", node_.memory);
    node_.pods = static_cast<int>(s.integer("pods", node_.pods));
    node_.labels = s.labels("labels");
  }

  std::string told() const override { return "add node " + node_.name; }
  Status begin(Cluster& cluster, Random&) override {
    if (cluster.world().find(node_.name) != nullptr)
      return Error{ErrorCode::kExists, "there is a machine named " + node_.name + " already"};
    cluster.add_node(node_);
    return {};
  }

 private:
  NodeConfig node_;
};

class RemoveNode final : public Act {
 public:
  explicit RemoveNode(const Section& s) : node_(s.text("node")) {}

  std::string told() const override { return "remove node " + node_; }
  Status begin(Cluster& cluster, Random&) override {
    if (!cluster.remove_machine(node_))
      return Error{ErrorCode::kNotFound, "there is no worker named " + node_};
    const ApiStatus deleted = cluster.remove(Node::info(), Key{{}, node_});
    if (!deleted.ok()) return Error{ErrorCode::kRefused, deleted.message};
    return {};
  }

 private:
  std::string node_;
};

template <class A>
std::unique_ptr<Act> read(const Section& s) {
  return std::make_unique<A>(s);
}

}  // namespace

std::vector<Verb> worker_act() { return {{"add-node", &read<AddNode>}, {"remove-node", &read<RemoveNode>}}; }

}  // namespace podium::scenario
