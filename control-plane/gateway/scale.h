// The scale subresource: replicas of a workload as an autoscaling/v1 Scale.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "control-plane/client/api.h"

namespace podium {

struct View;

// Does Kubernetes serve it for this kind, and has the kind typed fields for it?
// `view`: the version that was asked for; null for the stored one.
bool has_scale(const KindInfo& kind, const View* view);

// REQUIRES: has_scale(workload.kind(), view).
nlohmann::json scale_json(const Object& workload, const View* view);

// A copy of the workload with the replicas, and the resourceVersion if there is one, of `scale`.
// `wrong` says what is not right with it.
Ref<Object> with_scale(const Object& workload, const View* view, const nlohmann::json& scale,
                       std::string& wrong);

}  // namespace podium
