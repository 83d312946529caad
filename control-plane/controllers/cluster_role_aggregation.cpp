// Gives ClusterRoles that gather others' rules what they should have.
// Source: pkg/controller/clusterroleaggregation of Kubernetes 1.33.
#include "control-plane/authorization/aggregation.h"
#include "control-plane/controllers/framework/controller.h"

namespace podium::controllers {

namespace {

bool gathers(const ClusterRole& role) { return static_cast<bool>(role.aggregation_rule); }

class Aggregation final : public Controller {
 public:
  std::string_view name() const override { return "clusterrole-aggregation-controller"; }
  std::vector<const KindInfo*> watches() const override { return {&ClusterRole::info()}; }

  // Any role may be a part of any that gathers; there are few of these.
  void observe(const Snapshot& snapshot, const Change& change, TimePoint, Wake& wake) override {
    const auto *before = as<ClusterRole>(change.before), *after = as<ClusterRole>(change.after);
    const bool whole = before != nullptr && after != nullptr && before->rules == after->rules &&
                       before->metadata.labels == after->metadata.labels &&
                       before->aggregation_rule == after->aggregation_rule;
    if (whole) return;
    snapshot.each<ClusterRole>([&](const Ref<const ClusterRole>& role) {
      if (gathers(*role)) wake.now(key_of(*role));
    });
  }

  Plan reconcile(const Snapshot& snapshot, const Key& root, const Turn&) const override {
    Plan plan;
    const Ref<const ClusterRole> role = snapshot.find<ClusterRole>(root);
    if (!role || !gathers(*role) || role->metadata.deleting()) return plan;
    std::vector<Ref<const ClusterRole>> roles;
    snapshot.each<ClusterRole>([&](const Ref<const ClusterRole>& each) { roles.push_back(each); });
    List<PolicyRule> rules = aggregated_rules(*role, std::move(roles));
    if (rules == role->rules) return plan;
    const Ref<ClusterRole> fresh = copy(*role);
    fresh->rules = std::move(rules);
    plan.then(update(fresh));
    return plan;
  }
};

}  // namespace

std::unique_ptr<Controller> cluster_role_aggregation_controller(const Settings&) {
  return std::make_unique<Aggregation>();
}

}  // namespace podium::controllers
