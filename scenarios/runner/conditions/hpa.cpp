// hpa: default/web, with any of current, desired compared; or condition: TYPE, status, reason.
#include "control-plane/objects/kinds/horizontal_pod_autoscaler.h"
#include "scenarios/runner/status_wish.h"

namespace podium::scenario {
namespace {

class AutoscalerCondition final : public Condition {
 public:
  explicit AutoscalerCondition(const Section& s)
      : autoscaler_(s.key("hpa")), wish_(s, "hpa " + autoscaler_.name.str(), {"current", "desired"}) {}

  std::string wanted() const override { return wish_.text(); }

  Finding look(const Cluster& cluster) const override {
    const auto autoscaler = cluster.find<HorizontalPodAutoscaler>(autoscaler_);
    if (!autoscaler) return {false, "no such autoscaler"};
    const HorizontalPodAutoscalerStatus& status = autoscaler->status.value();
    return wish_.look({status.current_replicas, status.desired_replicas}, status.conditions);
  }

 private:
  Key autoscaler_;
  StatusWish wish_;
};

}  // namespace

ConditionKind hpa_condition() {
  return {"hpa", [](const Section& s) -> std::unique_ptr<Condition> {
            return std::make_unique<AutoscalerCondition>(s);
          }};
}

}  // namespace podium::scenario
