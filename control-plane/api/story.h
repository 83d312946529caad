// A write in a few words, for the chronicle: what a person would say changed.
#pragma once

#include <string>

#include "control-plane/objects/object.h"

namespace podium {

// "created", "deleted", "bound to node-2", "Running -> Failed", "Ready: True -> False", ...
// Empty if the change is not worth telling (lease renewals, events, counters).
std::string story_of(const Object* before, const Object* after);

}  // namespace podium
