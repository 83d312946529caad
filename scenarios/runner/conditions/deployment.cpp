// deployment: default/web, with any of replicas, updated, ready, available, unavailable compared; or
// condition: TYPE, status, reason.
#include "control-plane/objects/kinds/deployment.h"
#include "scenarios/runner/status_wish.h"

namespace podium::scenario {
namespace {

class DeploymentCondition final : public Condition {
 public:
  explicit DeploymentCondition(const Section& s)
      : deployment_(s.key("deployment")),
        wish_(s, "deployment " + deployment_.name.str(),
              {"replicas", "updated", "ready", "available", "unavailable"}) {}

  std::string wanted() const override { return wish_.text(); }

  Finding look(const Cluster& cluster) const override {
    const auto deployment = cluster.find<Deployment>(deployment_);
    if (!deployment) return {false, "no such deployment"};
    const DeploymentStatus& status = deployment->status.value();
    return wish_.look({status.replicas, status.updated_replicas, status.ready_replicas,
                       status.available_replicas, status.unavailable_replicas},
                      status.conditions);
  }

 private:
  Key deployment_;
  StatusWish wish_;
};

}  // namespace

ConditionKind deployment_condition() {
  return {"deployment", [](const Section& s) -> std::unique_ptr<Condition> {
            return std::make_unique<DeploymentCondition>(s);
          }};
}

}  // namespace podium::scenario
