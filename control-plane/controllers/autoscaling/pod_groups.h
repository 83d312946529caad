// Which pods count when a metric is averaged, and as what (replica_calculator.go, groupPods).
#pragma once

#include <set>

#include "control-plane/controllers/autoscaling/samples.h"
#include "control-plane/controllers/horizontal_pod_autoscaler.h"
#include "runtime/env/status.h"

namespace podium::controllers {

struct PodGroups {
  std::int32_t ready = 0;
  // Names. Unready: pending, or, of cpu, too young for its sample to mean anything. Missing: without a
  // sample. Ignored: being deleted, or failed.
  std::set<Text> unready, missing, ignored;
};

// `resource`: "cpu", "memory", or empty for a metric that is none.
PodGroups group_pods(const ScaledPods& pods, const Samples& samples, std::string_view resource,
                     const PodAutoscalerOptions& options, TimePoint now);

// What each pod asks for of the resource, in thousandths, by its name: all its containers together, or the
// one that is named. Errors: a container that asks for nothing.
Result<std::map<Text, std::int64_t>> requests_of(const ScaledPods& pods, const Text& resource,
                                                 const Text& container);

}  // namespace podium::controllers
