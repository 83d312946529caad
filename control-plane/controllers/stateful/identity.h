// Who is who in a StatefulSet: names, numbers and labels of its pods.
#pragma once

#include <optional>

#include "control-plane/objects/kinds/pod.h"
#include "control-plane/objects/kinds/stateful_set.h"

namespace podium::controllers {

inline constexpr std::string_view kPodNameLabel = "statefulset.kubernetes.io/pod-name";
inline constexpr std::string_view kPodIndexLabel = "apps.kubernetes.io/pod-index";

int first_ordinal(const StatefulSet& set);
int replicas_of(const StatefulSet& set);
bool in_range(const StatefulSet& set, int ordinal);

Text pod_name(const StatefulSet& set, int ordinal);
// The number in a pod's name; nullopt if it is not a name of this set.
std::optional<int> ordinal_of(const StatefulSet& set, const Pod& pod);

// The pod of that number, to be created: of that template, and labelled with its revision.
Ref<const Pod> stateful_pod(const StatefulSet& set, const PodTemplateSpec& stamp, const Text& revision,
                            int ordinal);

// Does the pod bear its name as a label? And a copy that does.
bool has_identity(const Pod& pod);
Ref<const Pod> with_identity(const Pod& pod, int ordinal);

}  // namespace podium::controllers
