// Kinds that are stored, checked and shown, but that nothing acts on: what a user must be told of them.
#pragma once

#include <string_view>

#include "control-plane/objects/object.h"

namespace podium {

// A sentence for people; empty: the kind does what it is for.
std::string_view inert(const KindInfo& kind);

}  // namespace podium
