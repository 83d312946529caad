// Fields that an apply would take from other managers.
#pragma once

#include <vector>

#include "control-plane/apply/changes.h"
#include "control-plane/apply/managers.h"
#include "control-plane/apply/tracking.h"

namespace podium::apply {

struct Conflict {
  const Manager* with;
  Path path;
};

// One for each field that another manager owns and that changes. By manager, then in the order of the set.
std::vector<Conflict> find_conflicts(const Managers& managers, const Manager& self, const Changes& changes);

// The 409: `Apply failed with 1 conflict: conflict with "kubectl-edit" using apps/v1: .spec.replicas`.
Failure conflict_failure(const std::vector<Conflict>& conflicts);

}  // namespace podium::apply
