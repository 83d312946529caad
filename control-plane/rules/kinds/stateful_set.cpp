#include "control-plane/objects/kinds/stateful_set.h"
#include <nlohmann/json.hpp>

#include "control-plane/rules/pod_defaults.h"
#include "control-plane/rules/typed_rules.h"
#include "control-plane/rules/workload_validation.h"

namespace podium {
namespace {

using nlohmann::json;

bool complete(const StatefulSetSpec& spec) {
  const StatefulSetUpdateStrategy& strategy = spec.update_strategy;
  const bool rolls = strategy.type_ == "RollingUpdate";
  const ClaimRetentionPolicy& retention = spec.claim_retention_policy.value();
  return spec.replicas && spec.revision_history_limit && !spec.pod_management_policy.empty() &&
         !strategy.type_.empty() && (!rolls || strategy.rolling_update.value().partition) &&
         !retention.when_deleted.empty() && !retention.when_scaled.empty();
}

// The claims become objects of their own: they are told what they are, and get a claim's defaults.
void default_claims(Tree& claims) {
  if (!claims.json().is_array()) return;
  json defaulted = claims.json();
  const auto set = [](json& holder, const char* field, const char* value) {
    if (!holder.contains(field)) holder[field] = value;
  };
  for (json& claim : defaulted) {
    if (!claim.is_object()) continue;
    set(claim, "apiVersion", "v1");
    set(claim, "kind", "PersistentVolumeClaim");
    set(claim["spec"], "volumeMode", "Filesystem");
    set(claim["status"], "phase", "Pending");
  }
  if (defaulted != claims.json()) claims = Tree(std::move(defaulted));
}

void set_if_empty(Text& field, const char* value) {
  if (field.empty()) field = value;
}

void set_defaults(StatefulSet& set) {
  if (!complete(set.spec.value())) {
    StatefulSetSpec& spec = set.spec.edit();
    if (!spec.replicas) spec.replicas = 1;
    if (!spec.revision_history_limit) spec.revision_history_limit = 10;
    set_if_empty(spec.pod_management_policy, "OrderedReady");
    StatefulSetUpdateStrategy& strategy = spec.update_strategy;
    set_if_empty(strategy.type_, "RollingUpdate");
    if (strategy.type_ == "RollingUpdate" && !strategy.rolling_update.value().partition)
      strategy.rolling_update.edit().partition = 0;
    set_if_empty(spec.claim_retention_policy.edit().when_deleted, "Retain");
    set_if_empty(spec.claim_retention_policy.edit().when_scaled, "Retain");
  }
  Tree claims = set.spec->volume_claim_templates;
  default_claims(claims);
  if (!(claims == set.spec->volume_claim_templates)) set.spec.edit().volume_claim_templates = claims;
  default_template_of(set.spec);
}

void check_strategy(const StatefulSetUpdateStrategy& strategy, FieldErrors& errors) {
  const std::string rolling = "spec.updateStrategy.rollingUpdate";
  if (strategy.type_ == "OnDelete") {
    if (strategy.rolling_update) {
      errors.push_back(invalid_value(rolling, "apps.RollingUpdateStatefulSetStrategy{...}",
                                     "only allowed for updateStrategy 'RollingUpdate'"));
    }
  } else if (strategy.type_ == "RollingUpdate") {
    const RollingUpdateStatefulSet& update = strategy.rolling_update.value();
    check_not_negative(update.partition, rolling + ".partition", errors);
    if (!update.max_unavailable) return;
    check_share(*update.max_unavailable, rolling + ".maxUnavailable", true, errors);
    if (is_zero(*update.max_unavailable))
      errors.push_back(
          invalid_value(rolling + ".maxUnavailable", shown(*update.max_unavailable), "cannot be 0"));
  } else {
    errors.push_back(invalid_value("spec.updateStrategy",
                                   "apps.StatefulSetUpdateStrategy{Type:" + quoted(strategy.type_) + "}",
                                   "must be 'RollingUpdate' or 'OnDelete'"));
  }
}

void check_retention(const ClaimRetentionPolicy& retention, FieldErrors& errors) {
  const auto check = [&](const Text& policy, const char* when) {
    if (policy == "Retain" || policy == "Delete") return;
    errors.push_back(not_supported("spec.persistentVolumeClaimRetentionPolicy." + std::string(when), policy,
                                   {"Delete", "Retain"}));
  };
  check(retention.when_deleted, "whenDeleted");
  check(retention.when_scaled, "whenScaled");
}

// The template's pod spec is not checked, as in Kubernetes: its mounts may name claims, which become
// volumes only in the pods.
void check(const StatefulSet& set, FieldErrors& errors) {
  const StatefulSetSpec& spec = set.spec.value();
  const Text& order = spec.pod_management_policy;
  if (!(order == "OrderedReady") && !(order == "Parallel")) {
    errors.push_back(invalid_text("spec.podManagementPolicy", order, "must be 'OrderedReady' or 'Parallel'"));
  }
  check_strategy(spec.update_strategy, errors);
  check_retention(spec.claim_retention_policy.value(), errors);
  if (spec.ordinals) check_not_negative(spec.ordinals->start, "spec.ordinals.start", errors);
  check_not_negative(spec.revision_history_limit, "spec.revisionHistoryLimit", errors);
  check_workload({"statefulset", spec.replicas, spec.min_ready_seconds, spec.selector, spec.template_},
                 errors);
  check_labels(spec.template_.value().metadata.value().labels, "spec.template.labels", errors);
  check_lasting(spec.template_.value(), "StatefulSet", errors);
}

void check_change(const StatefulSet& before, const StatefulSet& after, FieldErrors& errors) {
  StatefulSetSpec allowed = before.spec.value();
  const StatefulSetSpec& wanted = after.spec.value();
  allowed.replicas = wanted.replicas;
  allowed.ordinals = wanted.ordinals;
  allowed.template_ = wanted.template_;
  allowed.update_strategy = wanted.update_strategy;
  allowed.revision_history_limit = wanted.revision_history_limit;
  allowed.claim_retention_policy = wanted.claim_retention_policy;
  allowed.min_ready_seconds = wanted.min_ready_seconds;
  if (allowed == wanted) return;
  errors.push_back(
      field_forbidden("spec",
                      "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', "
                      "'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and "
                      "'minReadySeconds' are forbidden"));
}

}  // namespace

const Rules& stateful_set_rules() {
  return workload_rules<StatefulSet, &set_defaults, &check, &check_change, NameForm::kLabel>();
}

}  // namespace podium
