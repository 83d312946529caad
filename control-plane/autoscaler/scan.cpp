// One scan of the cluster autoscaler. Source of the order of things: core/static_autoscaler.go of
// cluster-autoscaler 1.33.
#include <utility>

#include "control-plane/autoscaler/autoscaler_state.h"
#include "control-plane/autoscaler/what_if.h"

namespace podium {

using namespace autoscaler;

void Autoscaler::State::scan() {
  const TimePoint now = executor.now();
  executor.because(kNoCause);
  tick = executor.run_after(options.scan_interval, [this] { scan(); });
  if (!picture.synced()) return;
  picture.view().settle();
  const auto nodes = [this](const std::function<void(const Node&)>& visit) { picture.nodes().each(visit); };
  for (const Telling& telling : groups.update(nodes, now))
    tell(telling.warning, telling.reason, telling.message);
  act(now);
  write_status(now);
}

void Autoscaler::State::act(TimePoint now) {
  if (!std::exchange(cleaned, true)) clean_up();
  if (!groups.cluster_healthy()) {
    planner.clear();
    return tell(true, "ClusterUnhealthy", "Cluster is unhealthy");
  }
  if (give_back_failed()) return;  // what that leaves is for the next scan
  WhatIf what_if(picture.view());
  if (scale_up(what_if, now)) {
    last_add = now;
  } else {
    scale_down(what_if, now);
  }
}

// True if machines that failed were given back.
bool Autoscaler::State::give_back_failed() {
  const int made = give_back(groups.never_made(), false);
  return give_back(groups.never_registered(), true) + made > 0;
}

// How many could be given back.
int Autoscaler::State::give_back(const std::vector<Unwanted>& machines, bool registered_late) {
  int done = 0;
  for (const Unwanted& machine : machines) {
    const Status given = cloud.remove(machine.group, {machine.machine});
    if (!given.ok()) {
      tell(true, "DeleteUnregisteredFailed",
           "Failed to remove node " + machine.machine + ": " + given.error().message);
      continue;
    }
    ++done;
    record("machine/" + machine.machine,
           registered_late ? "never registered: given back" : "failed: given back");
    if (registered_late) tell(false, "DeleteUnregistered", "Removed unregistered node " + machine.machine);
  }
  return done;
}

void Autoscaler::State::write_status(TimePoint now) {
  if (writing_status) return;
  const Ref<const ConfigMap> stored = picture.config(options.status_name);
  Ref<ConfigMap> map = stored ? copy(*stored) : make_ref<ConfigMap>();
  map->metadata.namespace_ = options.namespace_;
  map->metadata.name = options.status_name;
  map->metadata.annotations.set("cluster-autoscaler.kubernetes.io/last-updated", StatusText::time(now));
  map->data.set("status", status.write(groups, cloud, down_candidates, now));
  writing_status = true;
  const auto written = [this](const ApiResponse&) { writing_status = false; };
  if (stored)
    client.update(map, written);
  else
    client.create(map, written);
}

ObjectRef Autoscaler::State::status_object() const {
  if (const Ref<const ConfigMap> stored = picture.config(options.status_name)) return stored;
  auto map = make_ref<ConfigMap>();
  map->metadata.namespace_ = options.namespace_;
  map->metadata.name = options.status_name;
  return map;
}

void Autoscaler::State::tell(bool warning, std::string_view reason, const std::string& message) {
  if (warning)
    recorder.warning(*status_object(), reason, message);
  else
    recorder.normal(*status_object(), reason, message);
}

void Autoscaler::State::record(const std::string& subject, const std::string& what) {
  chronicle.record(executor, Category::kDecision, "cluster-autoscaler", subject, what);
}

}  // namespace podium
