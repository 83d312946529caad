// The subresources by which parts of a pod's spec change while it runs: "ephemeralcontainers" and "resize".
#pragma once

#include <string_view>

#include "control-plane/objects/kinds/pod.h"
#include "control-plane/rules/field_error.h"

namespace podium {

bool is_pod_part(std::string_view subresource);

// Takes back whatever `fresh` says beside its part. Ephemeral containers that are there stay in their
// order, before the new ones. REQUIRES of these: is_pod_part(part).
void keep_all_but_part(Pod& fresh, const Pod& before, std::string_view part);
// What is wrong with the change. Source: validation.go of Kubernetes 1.33,
// ValidatePodEphemeralContainersUpdate and ValidatePodResize. Differences are not printed behind the
// messages.
FieldErrors part_faults(const Pod& before, const Pod& fresh, std::string_view part);

// Did the resources of any container change?
bool resources_differ(const PodSpec& before, const PodSpec& fresh);

}  // namespace podium
