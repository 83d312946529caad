// What becomes of a CustomResourceDefinition: its names are accepted, it is established, and it ends when its
// objects have. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "control-plane/objects/generic.h"
#include "runtime/env/time.h"

namespace podium::custom {

inline constexpr std::string_view kCleanupFinalizer = "customresourcecleanup.apiextensions.k8s.io";

bool is_definition(const KindInfo& kind);
bool is_established(const Generic& crd);

// Sets what Kubernetes' strategy sets of a definition: the names that follow from others.
void set_definition_defaults(Generic& crd);
// Writes the status that follows from the definition and from the other definitions of its group.
void settle(Generic& crd, const std::vector<const Generic*>& others, TimePoint now);
// Marks it as ending, its objects with it.
void begin_cleanup(Generic& crd, TimePoint now);

// Warnings to whoever writes it.
std::vector<std::string> definition_warnings(const Generic& crd);

}  // namespace podium::custom
