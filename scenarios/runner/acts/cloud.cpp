// cloud-stock: how many machines of a node group (group:) the cloud has from now on (stock:); undone, it has
// as many as anybody wants.
#include "scenarios/runner/act.h"

namespace podium::scenario {
namespace {

class StockAct final : public Act {
 public:
  explicit StockAct(const Section& s)
      : group_(s.text("group")), stock_(static_cast<int>(s.integer("stock"))) {
    if (stock_ < 0) s.expected("stock", "a number of machines, 0 or more");
  }

  std::string told() const override {
    return "the cloud has " + std::to_string(stock_) + " machines of " + group_;
  }
  Status begin(Cluster& cluster, Random&) override { return set(cluster, stock_); }
  bool undoable() const override { return true; }
  Status end(Cluster& cluster) override { return set(cluster, std::nullopt); }

 private:
  Status set(Cluster& cluster, std::optional<int> stock) const {
    if (cluster.cloud() == nullptr)
      return Error{ErrorCode::kUnsupported,
                   "this cluster has no node groups: cluster.node-groups names them"};
    return cluster.cloud()->set_stock(group_, stock);
  }

  std::string group_;
  int stock_;
};

}  // namespace

std::vector<Verb> cloud_act() {
  return {{"cloud-stock",
           [](const Section& s) -> std::unique_ptr<Act> { return std::make_unique<StockAct>(s); }}};
}

}  // namespace podium::scenario
