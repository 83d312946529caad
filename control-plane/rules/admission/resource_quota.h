// ResourceQuota: a namespace's objects share what its quotas allow.
#pragma once

#include <string>
#include <vector>

#include "control-plane/objects/kinds/resource_quota.h"

namespace podium {

using ResourceQuotas = std::vector<Ref<const ResourceQuota>>;  // of the object's namespace

struct QuotaVerdict {
  // Why the object is forbidden, the text behind `pods "x" is forbidden: `; empty: it is not.
  std::string fault;
  // The quotas that it is charged to, with status.used as it will be: to be written, each as a successor
  // of the quota it came from, before the object is. Kubernetes tries anew, up to 3 times, if one of
  // them has changed meanwhile.
  std::vector<Ref<ResourceQuota>> charged;
};

// Admits a new object, or with `old` a changed one: claims and services are charged what they grew;
// other kinds are charged when they are made. What counts is status.hard: a quota that its controller
// has not seen limits nothing yet.
// Source: apiserver/pkg/admission/plugin/resourcequota of Kubernetes 1.33.
QuotaVerdict admit_to_quotas(const ResourceQuotas& quotas, const Object& object, const Object* old,
                             TimePoint now);

// A quota's status, from all objects of its namespace: for its controller.
ResourceQuotaStatus quota_status(const ResourceQuota& quota, const std::vector<ObjectRef>& objects,
                                 TimePoint now);

}  // namespace podium
