// LimitRanger: what a namespace's LimitRanges add to pods, and what they forbid.
#pragma once

#include <string>
#include <vector>

#include "control-plane/objects/kinds/limit_range.h"
#include "control-plane/objects/kinds/pod.h"

namespace podium {

using LimitRanges = std::vector<Ref<const LimitRange>>;  // of the object's namespace

// Gives a new pod's containers the requests and limits that they do not name, and says so in an
// annotation. Leaves a pod that lacks nothing as it is.
void apply_limit_ranges(Pod& pod, const LimitRanges& ranges);

// Why a new pod, or a new or changed claim, is forbidden: the text behind `pods "x" is forbidden: `.
// Empty: it is not; other kinds never are. Source: plugin/pkg/admission/limitranger of Kubernetes 1.33.
std::string limit_range_fault(const Object& object, const LimitRanges& ranges);

}  // namespace podium
