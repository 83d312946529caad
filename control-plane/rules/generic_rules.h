// What is right for a kind that has no rules of its own: what the schema table says of its fields.
#pragma once

#include "control-plane/rules/rules.h"

namespace podium {

// A required text is there, a value of a closed set is one of it. Fields beside metadata and status
// count as the spec.
const Rules& generic_rules();

}  // namespace podium
