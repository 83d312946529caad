#include "control-plane/objects/kinds/replication_controller.h"
#include "control-plane/rules/pod_defaults.h"
#include "control-plane/rules/typed_rules.h"
#include "control-plane/rules/workload_validation.h"

namespace podium {
namespace {

// What selects which pods, and what the controller itself is labelled, follows from the template.
void set_defaults(ReplicationController& controller) {
  const ReplicationControllerSpec& spec = controller.spec.value();
  const Labels labels = spec.template_.value().metadata.value().labels;
  if (!spec.replicas) controller.spec.edit().replicas = 1;
  if (controller.spec->selector.empty() && !labels.empty()) controller.spec.edit().selector = labels;
  if (controller.metadata.labels.empty()) controller.metadata.labels = labels;
  if (controller.spec->template_) default_template_of(controller.spec);
}

void check(const ReplicationController& controller, FieldErrors& errors) {
  const ReplicationControllerSpec& spec = controller.spec.value();
  check_not_negative(spec.min_ready_seconds, "spec.minReadySeconds", errors);
  if (spec.selector.empty()) errors.push_back(required("spec.selector"));
  check_not_negative(spec.replicas, "spec.replicas", errors);
  if (!spec.template_) return errors.push_back(required("spec.template"));
  if (!selects_template(LabelSelector{spec.selector, {}}, spec.template_))
    errors.push_back(not_selected("spec.template", spec.template_->metadata.value().labels));
  check_lasting_template(*spec.template_, "ReplicationController", errors);
}

void anything_may_change(const ReplicationController&, const ReplicationController&, FieldErrors&) {}

}  // namespace

const Rules& replication_controller_rules() {
  return workload_rules<ReplicationController, &set_defaults, &check, &anything_may_change>();
}

}  // namespace podium
