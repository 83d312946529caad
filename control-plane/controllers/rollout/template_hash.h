// A short, stable name for a pod template: the `pod-template-hash` label.
#pragma once

#include <optional>
#include <string>

#include "control-plane/objects/pod_spec.h"

namespace podium::controllers {

// FNV-1a (32 bits) over every field of the template, and over the collision count if there is one,
// printed in decimal with digits mapped to an alphabet without vowels: up to ten characters.
// Not the bits of Kubernetes' own hash, which hashes a Go dump; the same form, as stable.
std::string template_hash(const PodTemplateSpec& stamp, std::optional<std::int32_t> collision_count);

// Equal but for the `pod-template-hash` label.
bool same_template(const PodTemplateSpec& a, const PodTemplateSpec& b);

inline constexpr const char* kTemplateHashLabel = "pod-template-hash";

}  // namespace podium::controllers
