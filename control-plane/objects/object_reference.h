// What one object says of another: events, volumes, Jobs of a CronJob.
#pragma once

#include "control-plane/objects/kinds/endpoint_slice.h"

namespace podium {

// With the object's version as it is now.
ObjectReference reference_to(const Object& object);

}  // namespace podium
