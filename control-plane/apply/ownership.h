// The steps that writes of all kinds share: from what changed to who owns what.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "control-plane/apply/changes.h"
#include "control-plane/apply/managers.h"
#include "control-plane/apply/tracking.h"

namespace podium::apply {

// The entry of whoever makes the write, without fields.
Manager writer(const Write& write, Operation operation);

// The object without its managedFields.
nlohmann::json without_managers(const nlohmann::json& object);

// Forgets the managers that speak of a version that is not served any more: what they own cannot be told.
void forget_unserved(const Write& write, Managers& managers);

// Takes what was written or removed from all managers but `writer`, and forgets those left with nothing.
void take_from_others(Managers& managers, const Manager& writer, const Changes& changes);

// The managers after an update from `before` to `after`.
void update_owners(const Write& write, const nlohmann::json& before, const nlohmann::json& after,
                   Managers& managers);

}  // namespace podium::apply
