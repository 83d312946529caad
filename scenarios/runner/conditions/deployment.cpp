// deployment: default/web, with any of replicas, updated, ready, available, unavailable compared; or
// condition: TYPE, status, reason.
#include "control-plane/objects/kinds/deployment.h"
#include "scenarios/runner/condition.h"

namespace podium::scenario {
namespace {

struct Count {
  const char* field;
  std::int32_t DeploymentStatus::*member;
};

constexpr Count kCounts[] = {{"replicas", &DeploymentStatus::replicas},
                             {"updated", &DeploymentStatus::updated_replicas},
                             {"ready", &DeploymentStatus::ready_replicas},
                             {"available", &DeploymentStatus::available_replicas},
                             {"unavailable", &DeploymentStatus::unavailable_replicas}};

class DeploymentCondition final : public Condition {
 public:
  explicit DeploymentCondition(const Section& s) : deployment_(s.key("deployment")) {
    text_ = "deployment " + deployment_.name.str() + ":";
    for (const Count& count : kCounts) {
      if (!s.has(count.field)) continue;
      counts_.emplace_back(&count, Comparison::read(s, count.field));
      text_ += std::string(" ") + count.field + " " + counts_.back().second.text();
    }
    condition_ = s.text("condition", "");
    status_ = s.text("status", "");
    reason_ = s.text("reason", "");
    if (!condition_.empty())
      text_ +=
          " " + condition_ + (status_.empty() ? "" : "=" + status_) + (reason_.empty() ? "" : " " + reason_);
    if (counts_.empty() && condition_.empty())
      s.expected("available", "a number of replicas, or a condition");
  }

  std::string wanted() const override { return text_; }

  Finding look(const Cluster& cluster) const override {
    const auto deployment = cluster.find<Deployment>(deployment_);
    if (!deployment) return {false, "no such deployment"};
    const DeploymentStatus& status = deployment->status.value();
    Finding finding{true, ""};
    const auto add = [&](bool holds, const std::string& seen) {
      finding.holds = finding.holds && holds;
      finding.seen += (finding.seen.empty() ? "" : ", ") + seen;
    };
    for (const auto& [count, comparison] : counts_) {
      const std::int32_t value = status.*(count->member);
      add(comparison.holds(value), std::string(count->field) + " " + std::to_string(value));
    }
    if (!condition_.empty()) {
      const podium::Condition* condition = find_condition(status.conditions, condition_);
      const std::string now = condition == nullptr ? "none" : condition->status.str();
      const std::string why = condition == nullptr ? "" : condition->reason.str();
      add((status_.empty() || status_ == now) && (reason_.empty() || reason_ == why),
          condition_ + "=" + now + " " + why);
    }
    return finding;
  }

 private:
  Key deployment_;
  std::vector<std::pair<const Count*, Comparison>> counts_;
  std::string condition_, status_, reason_, text_;
};

}  // namespace

ConditionKind deployment_condition() {
  return {"deployment", [](const Section& s) -> std::unique_ptr<Condition> {
            return std::make_unique<DeploymentCondition>(s);
          }};
}

}  // namespace podium::scenario
