// The annotation in which client-side `kubectl apply` remembers the configuration, and the way from there to
// server-side apply: what kubectl applied before, and nobody changed since, it may apply again without a
// conflict; and it keeps the annotation up to date.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

#include "control-plane/apply/field_set.h"
#include "control-plane/apply/tracking.h"

namespace podium::apply {

// The manager that both ways of `kubectl apply` are known by.
inline constexpr std::string_view kKubectl = "kubectl";

// The fields that the annotation of `live` names and that still have its values. Empty without one.
FieldSet last_applied_fields(const Write& write, const nlohmann::json& live);

// Writes `config` into the annotation of `object`, if it has one.
void renew_last_applied(const nlohmann::json& config, const TrackingOptions& options, nlohmann::json& object);

}  // namespace podium::apply
