// What an object uses of its namespace's quotas.
#pragma once

#include <string_view>

#include "control-plane/objects/kinds/pod.h"
#include "control-plane/objects/kinds/resource_quota.h"

namespace podium {

// Amounts by the names that quotas have: count/deployments.apps, pods, cpu, requests.memory, ...
// A pod that has ended, or that should be gone by now, uses its place alone (count/pods).
// Source: pkg/quota/v1/evaluator/core of Kubernetes 1.33.
ResourceList quota_usage(const Object& object, TimePoint now);

// Can objects of the kind use this?
bool quota_tracks(const KindInfo& kind, std::string_view resource);

// Is the object within all scopes of the quota? Scopes choose pods; an object of another kind is in no
// quota that has any.
bool in_scopes(const ResourceQuotaSpec& spec, const Object& object);

// What quotas of cpu and memory want every container to name, but this pod does not: "limits.cpu for:
// c1,c2; requests.memory for: c1". `required`: the quota's amounts.
std::string unnamed_compute(const PodSpec& spec, const ResourceList& required);

}  // namespace podium
