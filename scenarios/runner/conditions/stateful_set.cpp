// stateful-set: default/db, with any of replicas, ready, available, current, updated compared.
#include "control-plane/objects/kinds/stateful_set.h"

#include "scenarios/runner/status_wish.h"

namespace podium::scenario {
namespace {

class StatefulSetCondition final : public Condition {
 public:
  explicit StatefulSetCondition(const Section& s)
      : set_(s.key("stateful-set")),
        wish_(s, "stateful-set " + set_.name.str(),
              {"replicas", "ready", "available", "current", "updated"}) {}

  std::string wanted() const override { return wish_.text(); }

  Finding look(const Cluster& cluster) const override {
    const auto set = cluster.find<StatefulSet>(set_);
    if (!set) return {false, "no such stateful-set"};
    const StatefulSetStatus& status = set->status.value();
    return wish_.look({status.replicas, status.ready_replicas, status.available_replicas,
                       status.current_replicas, status.updated_replicas},
                      status.conditions);
  }

 private:
  Key set_;
  StatusWish wish_;
};

}  // namespace

ConditionKind stateful_set_condition() {
  return {"stateful-set", [](const Section& s) -> std::unique_ptr<Condition> {
            return std::make_unique<StatefulSetCondition>(s);
          }};
}

}  // namespace podium::scenario
