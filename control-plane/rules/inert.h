// Kinds that are stored, checked and shown, but that nothing acts on: what a user must be told of them.
#pragma once

#include <string_view>

#include "control-plane/objects/object.h"

namespace podium {

struct Inert {
  std::string_view note;      // a sentence for people; empty: the kind does what it is for
  bool runs_nothing = false;  // a workload: whoever waits for its pods waits for ever
};

Inert inert(const KindInfo& kind);

}  // namespace podium
