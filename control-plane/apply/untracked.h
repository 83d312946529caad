// Fields that have no owner, whoever writes them.
#pragma once

#include "control-plane/apply/field_set.h"
#include "control-plane/apply/tracking.h"

namespace podium::apply {

// What names an object, and what only the server sets. Only these paths themselves, not what is below.
FieldSet without_untracked(const FieldSet& fields);

// What a request cannot change and therefore cannot own, with all that is below: the status in the object
// itself, everything but the status in the status.
FieldSet reset_fields(const Write& write);

}  // namespace podium::apply
