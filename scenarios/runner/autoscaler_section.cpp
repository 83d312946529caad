#include "scenarios/runner/autoscaler_section.h"

#include <algorithm>

#include "control-plane/autoscaler/expander.h"

namespace podium::scenario {
namespace {

int count(const Section& s, std::string_view field, int otherwise) {
  const std::int64_t value = s.integer(field, otherwise);
  if (value < 0 || value > 1'000'000) s.expected(field, "a number from 0 to 1000000");
  return static_cast<int>(value);
}

// By the names of cluster-autoscaler's flags.
void read_scale_up(const Section& s, ScaleUpOptions& up) {
  up.new_pod_delay = s.duration("new-pod-scale-up-delay", up.new_pod_delay);
  up.expendable_cutoff = s.integer("expendable-pods-priority-cutoff", up.expendable_cutoff);
  up.max_nodes_total = count(s, "max-nodes-total", up.max_nodes_total);
  up.max_nodes_at_once = count(s, "max-nodes-per-scaleup", up.max_nodes_at_once);
  up.balance_similar_groups = s.boolean("balance-similar-node-groups", up.balance_similar_groups);
  if (!s.has("expander")) return;
  up.expanders = {s.one_of("expander", autoscaler::expander_names(), "")};
}

void read_health(const Section& s, NodeHealthOptions& health) {
  health.max_provision_time = s.duration("max-node-provision-time", health.max_provision_time);
  health.initial_backoff = s.duration("initial-node-group-backoff-duration", health.initial_backoff);
  health.max_backoff = s.duration("max-node-group-backoff-duration", health.max_backoff);
  health.max_unready_percentage = count(s, "max-total-unready-percentage", health.max_unready_percentage);
  health.ok_unready_count = count(s, "ok-total-unready-count", health.ok_unready_count);
}

void read_scale_down(const Section& s, ScaleDownOptions& down) {
  const double percent = 100;
  const double threshold = s.number("scale-down-utilization-threshold", down.utilization_percent / percent);
  if (threshold < 0 || threshold > 1) s.expected("scale-down-utilization-threshold", "a part from 0 to 1");
  down.utilization_percent = static_cast<int>(threshold * percent + 0.5);
  down.enabled = s.boolean("scale-down-enabled", down.enabled);
  down.delay_after_add = s.duration("scale-down-delay-after-add", down.delay_after_add);
  down.delay_after_delete = s.duration("scale-down-delay-after-delete", down.delay_after_delete);
  down.delay_after_failure = s.duration("scale-down-delay-after-failure", down.delay_after_failure);
  down.unneeded_time = s.duration("scale-down-unneeded-time", down.unneeded_time);
  down.unready_time = s.duration("scale-down-unready-time", down.unready_time);
  down.recheck_unremovable = s.duration("unremovable-node-recheck-timeout", down.recheck_unremovable);
  down.max_grace = s.duration("max-graceful-termination", down.max_grace);
  down.max_eviction_time = s.duration("max-pod-eviction-time", down.max_eviction_time);
  down.max_parallel = count(s, "max-scale-down-parallelism", down.max_parallel);
  down.max_drain_parallel = count(s, "max-drain-parallelism", down.max_drain_parallel);
  down.delete_delay_after_taint = s.duration("node-delete-delay-after-taint", down.delete_delay_after_taint);
  down.skip_system_pods = s.boolean("skip-nodes-with-system-pods", down.skip_system_pods);
  down.skip_local_storage = s.boolean("skip-nodes-with-local-storage", down.skip_local_storage);
  down.ignore_daemon_sets = s.boolean("ignore-daemonsets-utilization", down.ignore_daemon_sets);
  down.ignore_mirror_pods = s.boolean("ignore-mirror-pods-utilization", down.ignore_mirror_pods);
}

}  // namespace

std::shared_ptr<const AutoscalerOptions> read_autoscaler(const Section& cluster) {
  const std::optional<Section> s = cluster.child("autoscaler");
  if (!s) return nullptr;
  if (!cluster.has("node-groups")) s->fail("there is nothing to scale: expected node-groups beside it");
  AutoscalerOptions options;
  options.scan_interval = s->duration("scan-interval", options.scan_interval);
  if (options.scan_interval < 1s) s->expected("scan-interval", "1s or more");
  read_scale_up(*s, options.scale_up);
  read_health(*s, options.health);
  read_scale_down(*s, options.scale_down);
  s->finish();
  return std::make_shared<const AutoscalerOptions>(std::move(options));
}

std::shared_ptr<const KarpenterOptions> read_karpenter(const Section& cluster) {
  const std::optional<Section> s = cluster.child("karpenter");
  if (!s) return nullptr;
  if (cluster.has("autoscaler")) s->fail("an autoscaler is there already: expected one of the two");
  if (!cluster.has("node-groups")) s->fail("there is nothing to scale: expected node-groups beside it");
  KarpenterOptions options;
  options.batch_idle = s->duration("batch-idle-duration", options.batch_idle);
  options.batch_max = s->duration("batch-max-duration", options.batch_max);
  const std::string policy = s->one_of("consolidation-policy", {"WhenEmpty", "WhenEmptyOrUnderutilized"},
                                       "WhenEmptyOrUnderutilized");
  options.consolidate_underutilized = policy == "WhenEmptyOrUnderutilized";
  options.consolidate_after = s->duration("consolidate-after", options.consolidate_after);
  options.expire_after = s->duration("expire-after", options.expire_after);
  options.budget_percent = count(*s, "budget-percent", options.budget_percent);
  s->finish();
  return std::make_shared<const KarpenterOptions>(std::move(options));
}

}  // namespace podium::scenario
